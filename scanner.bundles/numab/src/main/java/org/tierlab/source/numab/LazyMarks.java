package org.tierlab.source.numab;

import java.util.Arrays;

/**
 * Which of an address space's marks were planted because its process asked for them ({@code
 * MPOL_MF_LAZY}): a bit a page, once there is any.
 */
final class LazyMarks {
  private long[] bits = {};

  /** Notes 64 pages' new marks: lazy ones, or others, which replace what was known. */
  void marked(int word, long mask, boolean lazy) {
    if (lazy && word >= bits.length) {
      bits = Arrays.copyOf(bits, Math.max(word + 1, 2 * bits.length));
    }
    if (word < bits.length) {
      bits[word] = lazy ? bits[word] | mask : bits[word] & ~mask;
    }
  }

  /** Whether a page's mark was lazy; it is gone now. */
  boolean take(long page) {
    int word = (int) (page >>> 6);
    if (word >= bits.length || (bits[word] >>> page & 1) == 0) {
      return false;
    }
    bits[word] &= ~(1L << page);
    return true;
  }
}
