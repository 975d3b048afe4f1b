package org.tierlab.policy.damos;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * When which pages were last applied to: applying resets a region's age, which the monitor learns
 * of after it has published the aggregation, which may be applied again. A region's age is the mean
 * over its pages of the lesser of both ages, as merging in the kernel would give it.
 */
final class AppliedRanges {
  private final Map<Integer, NavigableMap<Long, Applied>> ofProcess = new HashMap<>();

  private record Applied(long end, long timeNs) {}

  /** The latest range, which grows as long as the next one begins where it ends. */
  private int latestMm;

  private long latestFirst;
  private long latestEnd;
  private long latestNs;

  /** Records that pages {@code first … end − 1} were applied to. */
  void applied(int mm, long first, long end, long timeNs) {
    if (mm != latestMm || first != latestEnd || timeNs != latestNs) {
      enterLatest();
      latestMm = mm;
      latestFirst = first;
      latestNs = timeNs;
    }
    latestEnd = end;
  }

  private void enterLatest() {
    if (latestFirst < latestEnd) {
      enter(latestMm, latestFirst, latestEnd, latestNs);
      latestFirst = latestEnd;
    }
  }

  private void enter(int mm, long first, long end, long timeNs) {
    NavigableMap<Long, Applied> ranges = ofProcess.computeIfAbsent(mm, unused -> new TreeMap<>());
    cutAt(ranges, first);
    cutAt(ranges, end);
    ranges.subMap(first, true, end, false).clear();
    long from = first;
    long to = end;
    Map.Entry<Long, Applied> before = ranges.lowerEntry(first);
    if (before != null && before.getValue().equals(new Applied(first, timeNs))) {
      from = before.getKey();
    }
    Applied behind = ranges.get(end);
    if (behind != null && behind.timeNs() == timeNs) {
      to = behind.end();
      ranges.remove(end);
    }
    ranges.put(from, new Applied(to, timeNs));
  }

  private static void cutAt(NavigableMap<Long, Applied> ranges, long page) {
    Map.Entry<Long, Applied> around = ranges.lowerEntry(page);
    if (around != null && around.getValue().end() > page) {
      Applied whole = around.getValue();
      ranges.put(around.getKey(), new Applied(page, whole.timeNs()));
      ranges.put(page, whole);
    }
  }

  /**
   * The age of a region.
   *
   * @param mm its process
   * @param first first page
   * @param end page after the last
   * @param ageNs its age as the source has it
   * @param nowNs when it had that age
   * @return nanoseconds
   */
  long ageNs(int mm, long first, long end, long ageNs, long nowNs) {
    enterLatest();
    NavigableMap<Long, Applied> ranges = ofProcess.get(mm);
    if (ranges == null) {
      return ageNs;
    }
    Long start = ranges.floorKey(first);
    double sum = 0;
    long covered = 0;
    for (var range : ranges.subMap(start == null ? first : start, true, end, false).entrySet()) {
      long pages = Math.min(end, range.getValue().end()) - Math.max(first, range.getKey());
      if (pages > 0) {
        long since = Math.max(0, nowNs - range.getValue().timeNs());
        sum += (double) pages * Math.min(ageNs, since);
        covered += pages;
      }
    }
    sum += (double) (end - first - covered) * ageNs;
    return Math.round(sum / (end - first));
  }

  void forget(int mm) {
    enterLatest();
    ofProcess.remove(mm);
  }

  /** Ranges kept, for bounds on memory. */
  int size() {
    enterLatest();
    return ofProcess.values().stream().mapToInt(Map::size).sum();
  }
}
