package org.tierlab.policy.numabalancing;

import org.tierlab.api.machine.NodeView;

/**
 * What memory tiering keeps per target node: the hot threshold that adapts to the number of
 * candidates, and the rate limit. After {@code pgdat_free_space_enough()}, {@code
 * numa_promotion_adjust_threshold()} and {@code numa_promotion_rate_limit()} in {@code
 * kernel/sched/fair.c}.
 *
 * <p>Quirks that are the kernel's: a rejected candidate still counts; the candidate that opens a
 * new window is not counted in it, so that every window but the first lets one more through.
 */
final class PromotionThrottle {
  /** Room that makes promotion unconditional (published): 1 GiB … */
  private static final long ENOUGH_PAGES = 1L << 18;

  /** … or this part of the node, if it is more (published). */
  private static final int ENOUGH_SHARE = 16;

  /** The threshold moves in this many steps from 0 to twice the default (published). */
  private static final long ADJUST_STEPS = 16;

  private static final long WINDOW_MS = 1000;

  private long candidates;
  private long windowStartMs;
  private long windowBase;
  private long adjustedMs;
  private long adjustedBase;
  private long thresholdMs;

  /**
   * Makes a throttle at its default threshold.
   *
   * @param nowMs when memory tiering was switched on
   */
  PromotionThrottle(long nowMs) {
    adjustedMs = nowMs;
  }

  /** Forgets the adapted threshold, as when memory tiering is switched on. */
  void reset(long nowMs) {
    thresholdMs = 0;
    adjustedMs = nowMs;
    adjustedBase = candidates;
  }

  /**
   * Whether the node has so much room that hotness does not matter.
   *
   * @param target the target node
   * @return true if free pages exceed the promotion watermark by more than 1 GiB and 1/16 of it
   */
  static boolean freeSpaceEnough(NodeView target) {
    long enough = Math.max(ENOUGH_PAGES, target.capacityPages() / ENOUGH_SHARE);
    return target.freePages() > target.promoWatermark() + enough;
  }

  /** Goes back to the default threshold until the next adjustment. */
  void dropThreshold() {
    thresholdMs = 0;
  }

  /**
   * Adjusts the threshold if it is time: down if candidates came 10 % above the rate limit, up if
   * 10 % below.
   *
   * @param nowMs the time
   * @param knobs the knobs in force
   */
  void adjust(long nowMs, NumaBalancingKnobs knobs) {
    long period = knobs.scanPeriodMaxMs();
    if (nowMs - adjustedMs <= period) {
      return;
    }
    adjustedMs = nowMs;
    long reference = knobs.rateLimitPagesPerSecond() * period / 1000;
    long found = candidates - adjustedBase;
    long step = knobs.hotThresholdMs() * 2 / ADJUST_STEPS;
    long threshold = thresholdMs(knobs);
    if (found > reference * 11 / 10) {
      threshold = Math.max(threshold - step, step);
    } else if (found < reference * 9 / 10) {
      threshold = Math.min(threshold + step, knobs.hotThresholdMs() * 2);
    }
    adjustedBase = candidates;
    thresholdMs = threshold;
  }

  /**
   * The hot threshold in force.
   *
   * @param knobs for the default
   * @return milliseconds
   */
  long thresholdMs(NumaBalancingKnobs knobs) {
    return thresholdMs == 0 ? knobs.hotThresholdMs() : thresholdMs;
  }

  /**
   * Counts a candidate.
   *
   * @param nowMs the time
   * @param pages of the folio
   * @param limitPages per window
   * @return whether the rate limit lets it through
   */
  boolean admit(long nowMs, long pages, long limitPages) {
    candidates += pages;
    if (nowMs - windowStartMs > WINDOW_MS) {
      windowStartMs = nowMs;
      windowBase = candidates;
    }
    return candidates - windowBase < limitPages;
  }
}
