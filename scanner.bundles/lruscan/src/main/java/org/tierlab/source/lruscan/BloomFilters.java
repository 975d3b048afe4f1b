package org.tierlab.source.lruscan;

import java.util.Arrays;

/**
 * The two Bloom filters of a node's mm_state: which PMDs the last generation's walks found worth
 * walking (mm/vmscan.c).
 *
 * <p>2<sup>15</sup> bits and two keys (published); false positives at a rate of about a fifth with
 * 10,000 entries. A generation tests the filter of its own parity and fills the other one for the
 * next. A filter that was never reset contains everything. The kernel hashes the address of the
 * PMD's entry; here stand the mm's number and the PMD's address.
 */
final class BloomFilters {
  private static final int SHIFT = 15;
  private static final int BITS = 1 << SHIFT;
  private static final long GOLDEN_RATIO_64 = 0x61C8864680B583EBL;

  private final long[][] filters = {{}, {}};

  /** Empties the filter that walks of a generation will test. */
  void reset(long seq) {
    int index = (int) (seq & 1);
    long[] filter = filters[index];
    if (filter.length == 0) {
      filters[index] = new long[BITS / 64];
    } else {
      Arrays.fill(filter, 0);
    }
  }

  /** Whether a PMD may be in the filter of a generation. */
  boolean test(long seq, int mm, long pmd) {
    long[] filter = filters[(int) (seq & 1)];
    if (filter.length == 0) {
      return true;
    }
    int hash = hash(mm, pmd);
    return get(filter, hash & (BITS - 1)) && get(filter, hash >>> SHIFT);
  }

  /** Adds a PMD to the filter of a generation. */
  void update(long seq, int mm, long pmd) {
    long[] filter = filters[(int) (seq & 1)];
    if (filter.length != 0) {
      int hash = hash(mm, pmd);
      set(filter, hash & (BITS - 1));
      set(filter, hash >>> SHIFT);
    }
  }

  private static int hash(int mm, long pmd) {
    long item = ((long) mm << 36) ^ pmd;
    return (int) ((item * GOLDEN_RATIO_64) >>> (64 - 2 * SHIFT));
  }

  private static boolean get(long[] filter, int bit) {
    return (filter[bit >>> 6] >>> bit & 1) != 0;
  }

  private static void set(long[] filter, int bit) {
    filter[bit >>> 6] |= 1L << bit;
  }
}
