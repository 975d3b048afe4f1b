package org.tierlab.policy.damos;

/**
 * How much a scheme may still do in the present window.
 *
 * <p>From mm/damon/core.c. The effective size is the least of the size limit, of what the time
 * limit permits at the throughput measured so far (at first 4 MiB/ms), and of what the goal's tuner
 * asks for. It is charged by the size of the regions that were tried, whatever was migrated. Not
 * thread-safe.
 */
final class Quota {
  /** Throughput that is assumed before anything was measured (published), bytes per ms. */
  static final long FIRST_THROUGHPUT = 4096L * 1024;

  private boolean limited;
  private boolean everStarted;
  private long windowStartNs;
  private long effectiveBytes;
  private long chargedBytes;
  private long totalBytes;
  private long totalNs;
  private long goalBp;

  /** Where a goal's score comes from. */
  interface GoalScore {
    long score();
  }

  /**
   * Begins a new window if the last one is over.
   *
   * @param nowNs the time
   * @param limits the scheme's limits
   * @param goal its goal
   * @param score measures the goal
   * @return whether a window has ended that was used up
   */
  boolean adjust(long nowNs, QuotaLimits limits, QuotaGoal goal, GoalScore score) {
    limited = limits.ms() > 0 || limits.bytes() > 0 || goal.exists();
    boolean over = nowNs - windowStartNs >= limits.resetIntervalMs() * 1_000_000;
    if (!limited || (everStarted && !over)) {
      return false;
    }
    boolean exceeded = everStarted && chargedBytes >= effectiveBytes && effectiveBytes > 0;
    everStarted = true;
    windowStartNs = nowNs;
    totalBytes += chargedBytes;
    chargedBytes = 0;
    effectiveBytes = effective(limits, goal, score);
    return exceeded;
  }

  private long effective(QuotaLimits limits, QuotaGoal goal, GoalScore score) {
    long bytes = Long.MAX_VALUE;
    if (goal.exists()) {
      goalBp = goal.nextBp(goalBp, score.score());
      bytes = goalBp == Long.MAX_VALUE ? bytes : goalBp / 10_000;
    }
    if (limits.ms() > 0) {
      bytes = Math.min(bytes, (long) Math.min(throughput() * limits.ms(), 1e18));
    }
    return limits.bytes() > 0 ? Math.min(bytes, limits.bytes()) : bytes;
  }

  /** Bytes per millisecond, whole ones. */
  private double throughput() {
    return totalNs > 0 ? Math.floor((double) totalBytes * 1e6 / totalNs) : FIRST_THROUGHPUT;
  }

  boolean limited() {
    return limited;
  }

  boolean usedUp() {
    return limited && chargedBytes >= effectiveBytes;
  }

  /** How much of a region of this size may be tried, in whole pages. */
  long permitted(long bytes) {
    if (!limited) {
      return bytes;
    }
    return Math.min(bytes, Math.max(0, effectiveBytes - chargedBytes) & -4096L);
  }

  void charge(long bytes, long ns) {
    chargedBytes += bytes;
    totalNs += ns;
  }

  long effectiveBytes() {
    return effectiveBytes;
  }

  long chargedBytes() {
    return chargedBytes;
  }
}
