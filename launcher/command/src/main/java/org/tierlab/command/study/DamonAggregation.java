package org.tierlab.command.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The regions of one aggregation, as recorded or simulated, and what they say of a known hot range.
 */
record DamonAggregation(long timeMs, List<Region> regions) {
  /** A mapping of 1 GiB of which 13 % are hot, from 37 % on: what the recorded program did. */
  static final long PAGES = 262_144;

  static final long HOT_START = 96_993;
  static final long HOT_PAGES = 34_078;

  /** Pages from {@code start} to {@code end} were found accessed so often. */
  record Region(long start, long end, int nrAccesses) {
    long pages() {
      return end - start;
    }

    long hotPages() {
      return Math.max(0, Math.min(end, HOT_START + HOT_PAGES) - Math.max(start, HOT_START));
    }
  }

  /** The share of hot pages that lie in regions with more than a count. */
  double recall(int moreThan) {
    long found = 0;
    for (Region region : regions) {
      found += region.nrAccesses() > moreThan ? region.hotPages() : 0;
    }
    return (double) found / HOT_PAGES;
  }

  /** The share of hot pages in regions with more than a count; 1 if there are no such regions. */
  double precision(int moreThan) {
    long hot = 0;
    long all = 0;
    for (Region region : regions) {
      if (region.nrAccesses() > moreThan) {
        hot += region.hotPages();
        all += region.pages();
      }
    }
    return all == 0 ? 1 : (double) hot / all;
  }

  /** Mean count of the hot pages. */
  double hotNrAccesses() {
    double sum = 0;
    for (Region region : regions) {
      sum += (double) region.nrAccesses() * region.hotPages();
    }
    return sum / HOT_PAGES;
  }

  /** Mean count of the other pages. */
  double coldNrAccesses() {
    double sum = 0;
    for (Region region : regions) {
      sum += (double) region.nrAccesses() * (region.pages() - region.hotPages());
    }
    return sum / (PAGES - HOT_PAGES);
  }

  static double median(List<DamonAggregation> all, ToDoubleFunction<DamonAggregation> measure) {
    return quantile(all.stream().map(measure::applyAsDouble).toList(), 0.5);
  }

  static double mean(List<DamonAggregation> all, ToDoubleFunction<DamonAggregation> measure) {
    return all.stream().mapToDouble(measure).average().orElseThrow();
  }

  /** The value below which a share of all lies, linear between neighbours. */
  static double quantile(List<Double> values, double share) {
    List<Double> sorted = new ArrayList<>(values);
    sorted.sort(Comparator.naturalOrder());
    double place = share * (sorted.size() - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
  }
}
