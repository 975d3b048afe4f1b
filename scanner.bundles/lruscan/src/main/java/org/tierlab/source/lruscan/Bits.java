package org.tierlab.source.lruscan;

/** Masks of one word of a plane. */
final class Bits {
  private Bits() {}

  /**
   * The pages of a word that lie in a range.
   *
   * @param base the word's first page
   * @param first first page of the range
   * @param end page after its last
   * @return one bit a page
   */
  static long inside(long base, long first, long end) {
    long inside = -1L;
    if (base < first) {
      inside = first - base >= 64 ? 0 : inside << (first - base);
    }
    if (base + 64 > end) {
      inside = base >= end ? 0 : inside & (-1L >>> (base + 64 - end));
    }
    return inside;
  }
}
