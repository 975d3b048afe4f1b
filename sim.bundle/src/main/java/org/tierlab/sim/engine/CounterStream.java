package org.tierlab.sim.engine;

import org.tierlab.api.time.RandomStream;

/**
 * A counter-based random stream: the <i>n</i>-th number is a mix of key and <i>n</i> (the finaliser
 * of SplitMix64, Steele, Lea and Flood 2014). The key is a mix of the run's seed and the
 * component's name, so that a component's numbers do not depend on what others draw.
 */
final class CounterStream implements RandomStream {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long key;
  private long count;

  CounterStream(long seed, String name) {
    long mixed = mix(seed + GOLDEN);
    for (int i = 0; i < name.length(); i++) {
      mixed = mix(mixed + GOLDEN * (name.charAt(i) + 1));
    }
    key = mixed;
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }

  @Override
  public long nextLong() {
    return mix(key + GOLDEN * ++count);
  }

  @Override
  public long nextLong(long bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound of " + bound);
    }
    // Multiply-high maps 64 bits to the bound; the rejected sliver keeps it exactly uniform. It is
    // less than the bound, so that it is seldom needed.
    while (true) {
      long bits = nextLong();
      long low = bits * bound;
      if (Long.compareUnsigned(low, bound) >= 0
          || Long.compareUnsigned(low, Long.remainderUnsigned(-bound, bound)) >= 0) {
        return unsignedMultiplyHigh(bits, bound);
      }
    }
  }

  private static long unsignedMultiplyHigh(long bits, long bound) {
    return Math.multiplyHigh(bits, bound) + ((bits >> 63) & bound);
  }

  @Override
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }
}
