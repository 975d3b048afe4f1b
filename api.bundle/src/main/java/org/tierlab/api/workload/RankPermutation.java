package org.tierlab.api.workload;

/**
 * A fixed pseudo-random order of 0 … size − 1: where the ranks of {@link AccessLaw.Zipf} lie. Every
 * size and seed give one order, the same on every host and JDK.
 *
 * <p>A balanced Feistel network permutes the next power of four; numbers that fall outside the size
 * are permuted again until one falls inside, which keeps it a permutation. No memory is used, a
 * call takes less than four networks on average. Immutable.
 */
public final class RankPermutation {
  private static final int ROUNDS = 4;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long size;
  private final int halfBits;
  private final long halfMask;
  private final long seed;

  /**
   * Makes a permutation.
   *
   * @param size how many numbers are permuted, 1 … 2⁶⁰
   * @param seed chooses one of the permutations
   */
  public RankPermutation(long size, long seed) {
    if (size < 1 || size > 1L << 60) {
      throw new IllegalArgumentException("permutation of " + size + " numbers");
    }
    this.size = size;
    this.seed = seed;
    int bits = 64 - Long.numberOfLeadingZeros(size - 1);
    halfBits = Math.max(1, (bits + 1) / 2);
    halfMask = (1L << halfBits) - 1;
  }

  /**
   * Where a rank lies.
   *
   * @param rank 0 … size − 1, 0 for the most likely
   * @return 0 … size − 1, different for different ranks
   */
  public long at(long rank) {
    if (rank < 0 || rank >= size) {
      throw new IndexOutOfBoundsException("rank " + rank + " of " + size);
    }
    long place = rank;
    do {
      place = network(place);
    } while (place >= size);
    return place;
  }

  private long network(long value) {
    long left = value >>> halfBits;
    long right = value & halfMask;
    for (int round = 1; round <= ROUNDS; round++) {
      long mixed = mix(right + seed + GOLDEN * round) & halfMask;
      long newRight = left ^ mixed;
      left = right;
      right = newRight;
    }
    return left << halfBits | right;
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
