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

  /** Where the score of the goals comes from. */
  interface GoalScore {
    long score();
  }

  /**
   * How the goals steer the quota.
   *
   * @param exist whether there are any
   * @param tuner how the quota follows
   * @param score measures them
   */
  record Goals(boolean exist, QuotaGoal.Tuner tuner, GoalScore score) {
    /** No goals. */
    static final Goals NONE = new Goals(false, QuotaGoal.Tuner.CONSIST, () -> 0);
  }

  /**
   * Begins a new window if the last one is over.
   *
   * @param nowNs the time
   * @param limits the scheme's limits
   * @param goals its goals
   * @return whether a window has ended that was used up
   */
  boolean adjust(long nowNs, QuotaLimits limits, Goals goals) {
    limited = limits.ms() > 0 || limits.bytes() > 0 || goals.exist();
    boolean over = nowNs - windowStartNs >= limits.resetIntervalMs() * 1_000_000;
    if (!limited || (everStarted && !over)) {
      return false;
    }
    boolean exceeded = everStarted && chargedBytes >= effectiveBytes && effectiveBytes > 0;
    everStarted = true;
    windowStartNs = nowNs;
    totalBytes += chargedBytes;
    chargedBytes = 0;
    effectiveBytes = effective(limits, goals);
    return exceeded;
  }

  private long effective(QuotaLimits limits, Goals goals) {
    long bytes = Long.MAX_VALUE;
    if (goals.exist()) {
      goalBp = QuotaGoal.nextBp(goals.tuner(), goalBp, goals.score().score());
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
