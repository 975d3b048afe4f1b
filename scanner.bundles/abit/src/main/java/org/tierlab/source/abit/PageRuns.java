package org.tierlab.source.abit;

import java.util.Arrays;

/** Hot folios in ascending order as runs of adjacent pages: the scanner's local migration list. */
final class PageRuns {
  private int size;
  private long[] first = new long[256];
  private long[] end = new long[256];

  void clear() {
    size = 0;
  }

  /** Appends a range of pages at or above the end of what is there. */
  void add(long firstPage, long endPage) {
    if (size > 0 && end[size - 1] == firstPage) {
      end[size - 1] = endPage;
      return;
    }
    if (size == first.length) {
      first = Arrays.copyOf(first, 2 * size);
      end = Arrays.copyOf(end, 2 * size);
    }
    first[size] = firstPage;
    end[size++] = endPage;
  }

  /** Appends the folios whose head pages have their bit set in one word of a plane. */
  void addHeads(long basePage, long heads, int folioPages) {
    if (heads == -1L && folioPages == 1) {
      add(basePage, basePage + 64);
      return;
    }
    for (long rest = heads; rest != 0; rest &= rest - 1) {
      long head = basePage + Long.numberOfTrailingZeros(rest);
      add(head, head + folioPages);
    }
  }

  int size() {
    return size;
  }

  long first(int i) {
    return first[i];
  }

  long pages(int i) {
    return end[i] - first[i];
  }
}
