package org.tierlab.policy.promoteonaccess;

import org.tierlab.api.RunContext;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.time.Counter;

/**
 * V3's smoothed share of failed migrations of one process, from which its scanner stretches the
 * scan period.
 *
 * <p>After every 1024 records of one pass both counts become a quarter of the old value plus the
 * new. What a pass has left over is dropped: shorter passes never count (derived).
 *
 * <p>Deviation: records are counted a plan at a time, so that a window may have more than 1024.
 */
final class FailureStatistics {
  /** Records after which the counts are smoothed, {@code MSTAT_UPDATE_FREQ} (published). */
  static final long WINDOW = 1024;

  private final Counter successes;
  private final Counter failures;
  private final Counter ratio;
  private long success;
  private long failure;

  FailureStatistics(RunContext context, AddressSpaceView mm) {
    successes = context.counter(mm, "kmigrated_msuccess");
    failures = context.counter(mm, "kmigrated_mfailed");
    ratio = context.counter(mm, "kmigrated_fratio");
  }

  void count(long moved, long failed) {
    success += moved;
    failure += failed;
    if (success + failure >= WINDOW) {
      successes.set(successes.value() / 4 + success);
      failures.set(failures.value() / 4 + failure);
      ratio.set(failures.value() * 100 / (successes.value() + failures.value()));
      success = 0;
      failure = 0;
    }
  }
}
