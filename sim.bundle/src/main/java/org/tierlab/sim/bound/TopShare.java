package org.tierlab.sim.bound;

import java.util.Arrays;

/**
 * The most that folios can be worth together that fit into a number of pages: a fractional
 * knapsack, filled by value per page. Reusable; not thread-safe.
 *
 * <p>Only the sum of the best is wanted, so they are selected, not sorted: the mean cost is linear
 * in the number of folios.
 */
final class TopShare {
  /** Greatest folio order. */
  private static final int MAX_ORDER = 9;

  /** Ranges up to this long are sorted. */
  private static final int SHORT = 32;

  /** Value per page × 2⁹, exact for every order, with the order in the low bits. */
  private long[] keys = new long[1024];

  private int size;
  private long pages;

  void clear() {
    size = 0;
    pages = 0;
  }

  /**
   * Adds a folio.
   *
   * @param value what it is worth, 0 … 2⁴⁹
   * @param order its order
   * @throws ArithmeticException if the value is greater
   */
  void add(long value, int order) {
    if (value >>> 49 != 0) {
      throw new ArithmeticException("a folio is worth " + value);
    }
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
    }
    keys[size++] = value << (MAX_ORDER - order) << 4 | order;
    pages += 1L << order;
  }

  private static long value(long key) {
    return key >>> 4 >>> (MAX_ORDER - (int) (key & 15));
  }

  private static long pages(long key) {
    return 1L << (key & 15);
  }

  /**
   * The value of the best that fit. The last folio counts in proportion, rounded up.
   *
   * @param capacityPages room
   * @return the sum of values; that of all folios if they fit
   */
  long best(long capacityPages) {
    long sum = 0;
    if (pages <= capacityPages) {
      for (int i = 0; i < size; i++) {
        sum += value(keys[i]);
      }
      return sum;
    }
    long room = Math.max(0, capacityPages);
    int from = 0;
    int to = size;
    while (to - from > SHORT) {
      int cut = partition(from, to);
      long upperPages = 0;
      long upperValue = 0;
      for (int i = cut; i < to; i++) {
        upperPages += pages(keys[i]);
        upperValue += value(keys[i]);
      }
      if (upperPages <= room) {
        room -= upperPages;
        sum += upperValue;
        to = cut;
      } else {
        from = cut;
      }
    }
    Arrays.sort(keys, from, to);
    for (int i = to - 1; i >= from && room > 0; i--) {
      long taken = Math.min(room, pages(keys[i]));
      sum += taken == pages(keys[i]) ? value(keys[i]) : partOf(keys[i], taken);
      room -= taken;
    }
    return sum;
  }

  private static long partOf(long key, long taken) {
    long of = pages(key);
    return value(key) / of * taken + (value(key) % of * taken + of - 1) / of;
  }

  /** Puts the greater keys of a range last; both parts are shorter than the range. */
  private int partition(int from, int to) {
    long pivot = median(keys[from], keys[(from + to) >>> 1], keys[to - 1]);
    int low = from - 1;
    int high = to;
    while (true) {
      do {
        low++;
      } while (keys[low] < pivot);
      do {
        high--;
      } while (keys[high] > pivot);
      if (low >= high) {
        return high + 1;
      }
      long swapped = keys[low];
      keys[low] = keys[high];
      keys[high] = swapped;
    }
  }

  private static long median(long a, long b, long c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
