package org.tierlab.source.abit;

import org.tierlab.api.time.Counter;

/**
 * V3's smoothed share of failed migrations.
 *
 * <p>Scanner and migrator meet in the vmstat counters that they share. Every 1024 migrations both
 * counts are smoothed as a quarter of the old value plus the new. In the patch they are kept where
 * the migrator works; here they are of the whole machine.
 */
final class FailureThrottle {
  /** Migrations after which the counts are smoothed (published). */
  static final long WINDOW = 1024;

  private final Counter migrated;
  private final Counter failed;
  private long migratedBefore;
  private long failedBefore;
  private long smoothedSuccess;
  private long smoothedFailure;

  FailureThrottle(Counter migrated, Counter failed) {
    this.migrated = migrated;
    this.failed = failed;
    migratedBefore = migrated.value();
    failedBefore = failed.value();
  }

  /**
   * Looks at the counters.
   *
   * @return failures, percent of all migrations; 0 before the first window is full
   */
  int failurePercent() {
    long success = migrated.value() - migratedBefore;
    long failure = failed.value() - failedBefore;
    if (success + failure >= WINDOW) {
      smoothedSuccess = smoothedSuccess / 4 + success;
      smoothedFailure = smoothedFailure / 4 + failure;
      migratedBefore += success;
      failedBefore += failure;
    }
    long all = smoothedSuccess + smoothedFailure;
    return all == 0 ? 0 : (int) (smoothedFailure * 100 / all);
  }
}
