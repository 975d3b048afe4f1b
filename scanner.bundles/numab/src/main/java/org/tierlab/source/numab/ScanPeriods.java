package org.tierlab.source.numab;

import org.jspecify.annotations.Nullable;

/**
 * How long a task's scan period may be, in milliseconds of its CPU time, as {@code
 * task_scan_min()}, {@code task_scan_start()} and {@code task_scan_max()} in {@code
 * kernel/sched/fair.c} have it.
 *
 * <p>The knobs are periods for a whole pass over the resident memory, so they are divided by the
 * number of scan steps ("windows") that the pass takes. A floor keeps the marking rate of a task
 * below 2560 MB per second of CPU time. A NUMA group stretches start and maximum by its number of
 * tasks and its share of shared faults, because all its tasks mark the same memory.
 */
final class ScanPeriods {
  /** Greatest amount marked per second of CPU time, MB (published: {@code MAX_SCAN_WINDOW}). */
  private static final long MAX_SCAN_WINDOW_MB = 2560;

  private ScanPeriods() {}

  /**
   * Scan steps in one pass.
   *
   * @param knobs for the step size
   * @param rssPages resident pages; none counts as one step
   * @return at least 1
   */
  static long windows(NumabKnobs knobs, long rssPages) {
    long step = knobs.scanSizePages();
    return Math.max(1, (rssPages + step - 1) / step);
  }

  static long minMs(NumabKnobs knobs, long rssPages) {
    long stepsPerSecond =
        knobs.scanSizeMb() < MAX_SCAN_WINDOW_MB ? MAX_SCAN_WINDOW_MB / knobs.scanSizeMb() : 1;
    long floor = 1000 / stepsPerSecond;
    return Math.max(floor, knobs.scanPeriodMinMs() / windows(knobs, rssPages));
  }

  static long startMs(NumabKnobs knobs, long rssPages, @Nullable FaultGroup group) {
    long min = minMs(knobs, rssPages);
    return group == null ? min : Math.max(min, group.stretch(min));
  }

  static long maxMs(NumabKnobs knobs, long rssPages, @Nullable FaultGroup group) {
    long max = knobs.scanPeriodMaxMs() / windows(knobs, rssPages);
    if (group != null) {
      max = Math.max(max, group.stretch(max));
    }
    return Math.max(minMs(knobs, rssPages), max);
  }
}
