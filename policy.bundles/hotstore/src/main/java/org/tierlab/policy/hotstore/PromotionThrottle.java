package org.tierlab.policy.hotstore;

import org.tierlab.api.machine.NodeView;

/**
 * What pghot keeps per target node: the hot threshold that adapts to the number of candidates, and
 * the rate limit. The series moved this out of NUMA balancing in memory-tiering mode, with the
 * frequency window as the default threshold and with 60 s between adjustments.
 *
 * <p>Quirks as there: a rejected candidate still counts; the candidate that opens a new window is
 * not counted in it, so that every window but the first lets one more through.
 */
final class PromotionThrottle {
  /** Room that makes promotion unconditional (published): 1 GiB … */
  private static final long ENOUGH_PAGES = 1L << 18;

  /** … or this part of the node, if it is more (published). */
  private static final int ENOUGH_SHARE = 16;

  /** The threshold moves in this many steps from 0 to twice the default (published). */
  private static final long ADJUST_STEPS = 16;

  /** Time between two adjustments (published). */
  private static final long ADJUST_MS = 60_000;

  private static final long WINDOW_MS = 1000;

  private long candidates;
  private long windowStartMs;
  private long windowBase;
  private long adjustedMs;
  private long adjustedBase;
  private long thresholdMs;

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
  void adjust(long nowMs, HotStoreKnobs knobs) {
    if (nowMs - adjustedMs <= ADJUST_MS) {
      return;
    }
    adjustedMs = nowMs;
    long reference = knobs.rateLimitPagesPerSecond() * ADJUST_MS / 1000;
    long found = candidates - adjustedBase;
    long step = knobs.promoteFreqWindowMs() * 2 / ADJUST_STEPS;
    long threshold = thresholdMs(knobs);
    if (found > reference * 11 / 10) {
      threshold = Math.max(threshold - step, step);
    } else if (found < reference * 9 / 10) {
      threshold = Math.min(threshold + step, knobs.promoteFreqWindowMs() * 2);
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
  long thresholdMs(HotStoreKnobs knobs) {
    return thresholdMs == 0 ? knobs.promoteFreqWindowMs() : thresholdMs;
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
