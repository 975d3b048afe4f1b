package org.tierlab.sim.law;

/** A bit for each page of a range, in words of 64 as page tables have them. */
final class PageMap {
  private final long firstWord;
  private final long[] words;

  PageMap(long firstPage, long endPage) {
    firstWord = firstPage >>> 6;
    words = new long[Math.toIntExact(((endPage + 63) >>> 6) - firstWord)];
  }

  int words() {
    return words.length;
  }

  boolean covers(long page) {
    return page >>> 6 >= firstWord && (page >>> 6) - firstWord < words.length;
  }

  int word(long page) {
    return (int) ((page >>> 6) - firstWord);
  }

  long bits(int word) {
    return words[word];
  }

  boolean has(long page) {
    return covers(page) && (words[word(page)] >>> page & 1) != 0;
  }

  void set(long page) {
    words[word(page)] |= 1L << page;
  }

  void clear(long page) {
    words[word(page)] &= ~(1L << page);
  }

  /**
   * The first clear bit of those that belong to heads of folios.
   *
   * @param from a head
   * @param to end of the search
   * @param order order of the folios
   * @return −1 if there is none
   */
  long nextClear(long from, long to, int order) {
    long step = 1L << order;
    long page = from;
    while (page < to) {
      long left = ~words[word(page)] & heads(order) & -1L << page;
      if (left != 0) {
        long found = (page & -64L) + Long.numberOfTrailingZeros(left);
        return found < to ? found : -1;
      }
      page = (page & -64L) + Math.max(64, step);
    }
    return -1;
  }

  /** The pages of a word that can be heads. */
  private static long heads(int order) {
    return switch (order) {
      case 0 -> -1L;
      case 1 -> 0x5555555555555555L;
      case 2 -> 0x1111111111111111L;
      case 3 -> 0x0101010101010101L;
      case 4 -> 0x0001000100010001L;
      case 5 -> 0x0000000100000001L;
      default -> 1;
    };
  }

  /** The bits of a word that stand for pages from one up to before another. */
  static long between(long wordPage, long from, long to) {
    long low = Math.max(from, wordPage);
    long high = Math.min(to, wordPage + 64);
    return low >= high ? 0 : -1L << low & -1L >>> -high;
  }
}
