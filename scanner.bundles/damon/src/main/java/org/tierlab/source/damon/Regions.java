package org.tierlab.source.damon;

import java.util.Arrays;
import org.tierlab.api.time.RandomStream;

/**
 * The regions of one monitoring target: adjacent ranges of pages that are taken to be accessed
 * alike, in order of addresses.
 *
 * <p>From mm/damon/core.c. Quirks kept: a region's age is decided in the same pass that merges it,
 * so that it grows by one in every repeated pass; weighted means are rounded down; of a split in
 * three the left piece is the one that is divided again.
 *
 * <p>Addresses count pages of 4 KiB, DAMON's least region. Not thread-safe.
 */
final class Regions {
  private int size;
  private long[] start = new long[16];
  private long[] end = new long[16];
  private int[] nrAccesses = new int[16];
  private int[] lastNrAccesses = new int[16];
  private int[] age = new int[16];

  int size() {
    return size;
  }

  long start(int i) {
    return start[i];
  }

  long end(int i) {
    return end[i];
  }

  long pages(int i) {
    return end[i] - start[i];
  }

  /** The sizes of all regions, pages. */
  void pages(long[] out) {
    for (int i = 0; i < size; i++) {
      out[i] = end[i] - start[i];
    }
  }

  int nrAccesses(int i) {
    return nrAccesses[i];
  }

  int age(int i) {
    return age[i];
  }

  long totalPages() {
    long total = 0;
    for (int i = 0; i < size; i++) {
      total += pages(i);
    }
    return total;
  }

  /** Appends a region that nothing is known of. */
  void add(long from, long to) {
    append(from, to, 0, 0, 0);
  }

  /** Appends a range, cut into pieces of a size; the last piece takes the rest. */
  void addEvenly(long from, long to, long piecePages) {
    long pieces = Math.max(1, (to - from) / piecePages);
    long each = (to - from) / pieces;
    for (long i = 0; i < pieces - 1; i++) {
      add(from + i * each, from + (i + 1) * each);
    }
    add(from + (pieces - 1) * each, to);
  }

  private void append(long from, long to, int nr, int last, int years) {
    if (size == start.length) {
      start = Arrays.copyOf(start, 2 * size);
      end = Arrays.copyOf(end, 2 * size);
      nrAccesses = Arrays.copyOf(nrAccesses, 2 * size);
      lastNrAccesses = Arrays.copyOf(lastNrAccesses, 2 * size);
      age = Arrays.copyOf(age, 2 * size);
    }
    start[size] = from;
    end[size] = to;
    nrAccesses[size] = nr;
    lastNrAccesses[size] = last;
    age[size++] = years;
  }

  private void appendFrom(Regions other, int i, long from, long to) {
    append(from, to, other.nrAccesses[i], other.lastNrAccesses[i], other.age[i]);
  }

  private void replaceBy(Regions other) {
    size = other.size;
    start = other.start;
    end = other.end;
    nrAccesses = other.nrAccesses;
    lastNrAccesses = other.lastNrAccesses;
    age = other.age;
  }

  /** The most accesses that were counted for a region. */
  int highestCount() {
    int highest = 0;
    for (int i = 0; i < size; i++) {
      highest = Math.max(highest, nrAccesses[i]);
    }
    return highest;
  }

  /** Records that the sampled page of a region was accessed. */
  void accessed(int i) {
    nrAccesses[i]++;
  }

  /**
   * A scheme was applied to a range: its age is 0 from now on. A region that reaches beyond it gets
   * the mean that its parts would get if they were merged.
   */
  void actedOn(long from, long to) {
    for (int i = firstEndingAfter(from); i < size && start[i] < to; i++) {
      long covered = Math.min(end(i), to) - Math.max(start(i), from);
      if (covered > 0) {
        age[i] = mean(0, covered, age[i], pages(i) - covered);
      }
    }
  }

  /** The first region that ends behind an address. */
  private int firstEndingAfter(long address) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (end[middle] <= address) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Lets every region age and merges neighbours.
   *
   * @param threshold greatest difference of counts at which a region goes on to age, and at which
   *     two are merged
   * @param limitPages size that a merged region does not exceed
   */
  void ageAndMerge(int threshold, long limitPages) {
    int kept = -1;
    for (int i = 0; i < size; i++) {
      boolean changed = Math.abs(nrAccesses[i] - lastNrAccesses[i]) > threshold;
      boolean awoke = (nrAccesses[i] == 0) != (lastNrAccesses[i] == 0);
      age[i] = changed || awoke ? 0 : age[i] + 1;
      boolean alike =
          kept >= 0
              && end[kept] == start[i]
              && Math.abs(nrAccesses[kept] - nrAccesses[i]) <= threshold
              && pages(kept) + pages(i) <= limitPages;
      if (alike) {
        mergeInto(kept, i);
      } else {
        moveTo(++kept, i);
      }
    }
    size = kept + 1;
  }

  private void mergeInto(int left, int right) {
    long leftPages = pages(left);
    long rightPages = pages(right);
    nrAccesses[left] = mean(nrAccesses[left], leftPages, nrAccesses[right], rightPages);
    age[left] = mean(age[left], leftPages, age[right], rightPages);
    end[left] = end[right];
  }

  private static int mean(int left, long leftPages, int right, long rightPages) {
    return (int) ((left * leftPages + right * rightPages) / (leftPages + rightPages));
  }

  private void moveTo(int to, int from) {
    start[to] = start[from];
    end[to] = end[from];
    nrAccesses[to] = nrAccesses[from];
    lastNrAccesses[to] = lastNrAccesses[from];
    age[to] = age[from];
  }

  /** Begins a new aggregation. */
  void resetAggregated() {
    for (int i = 0; i < size; i++) {
      lastNrAccesses[i] = nrAccesses[i];
      nrAccesses[i] = 0;
    }
  }

  /** Expresses ages in aggregations of another length. */
  void rescaleAges(long oldAggregationUs, long newAggregationUs) {
    for (int i = 0; i < size; i++) {
      age[i] = (int) Math.min(Integer.MAX_VALUE, age[i] * oldAggregationUs / newAggregationUs);
    }
  }

  /**
   * Splits every region of more than two pages at random tenths of its size.
   *
   * @param parts 2 or 3
   * @param random chooses among 1/10 … 9/10
   */
  void split(int parts, RandomStream random) {
    Regions pieces = new Regions();
    long[] cuts = new long[parts];
    for (int i = 0; i < size; i++) {
      int count = 0;
      long left = pages(i);
      for (int part = 1; part < parts && left > 2; part++) {
        long cut = (1 + random.nextLong(9)) * left / 10;
        if (cut > 0 && cut < left) {
          cuts[count++] = cut;
          left = cut;
        }
      }
      long from = start[i];
      while (count > 0) {
        long to = start[i] + cuts[--count];
        pieces.appendFrom(this, i, from, to);
        from = to;
      }
      pieces.appendFrom(this, i, from, end[i]);
    }
    replaceBy(pieces);
  }

  /**
   * Fits the regions to new ranges: what lies outside is cut off, the first and last region of a
   * range are extended to its ends, holes are filled with new regions.
   *
   * @param ranges what to cover, in order
   */
  void refit(AddressRanges ranges) {
    Regions fitted = new Regions();
    int next = 0;
    for (int r = 0; r < ranges.size(); r++) {
      while (next < size && end[next] <= ranges.start(r)) {
        next++;
      }
      int last = next;
      while (last < size && start[last] < ranges.end(r)) {
        last++;
      }
      fitted.fill(this, next, last, ranges.start(r), ranges.end(r));
      next = last;
    }
    replaceBy(fitted);
  }

  /** Covers a range with the regions {@code from … to − 1} of others, or with a new one. */
  private void fill(Regions others, int from, int to, long rangeStart, long rangeEnd) {
    if (from == to) {
      add(rangeStart, rangeEnd);
      return;
    }
    long covered = rangeStart;
    for (int i = from; i < to; i++) {
      if (i > from && others.start[i] > covered) {
        add(covered, others.start[i]);
        covered = others.start[i];
      }
      long upTo = i == to - 1 ? rangeEnd : others.end[i];
      appendFrom(others, i, covered, upTo);
      covered = upTo;
    }
  }
}
