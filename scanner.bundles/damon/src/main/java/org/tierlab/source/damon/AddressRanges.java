package org.tierlab.source.damon;

import java.util.Arrays;

/** Disjoint ranges of pages in order of addresses; ranges that touch are one. */
final class AddressRanges {
  private int size;
  private long[] start = new long[4];
  private long[] end = new long[4];

  /** Appends a range behind the others. */
  void add(long from, long to) {
    if (size > 0 && end[size - 1] == from) {
      end[size - 1] = to;
      return;
    }
    if (size == start.length) {
      start = Arrays.copyOf(start, 2 * size);
      end = Arrays.copyOf(end, 2 * size);
    }
    start[size] = from;
    end[size++] = to;
  }

  int size() {
    return size;
  }

  long start(int i) {
    return start[i];
  }

  long end(int i) {
    return end[i];
  }

  long totalPages() {
    long total = 0;
    for (int i = 0; i < size; i++) {
      total += end[i] - start[i];
    }
    return total;
  }
}
