package org.tierlab.policy.damos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tierlab.testkit.SimulatedTime.millis;

import org.junit.jupiter.api.Test;
import org.tierlab.policy.damos.QuotaGoal.Tuner;

class QuotaTest {
  private static final long MIB = 1 << 20;

  private final Quota quota = new Quota();

  private boolean adjust(long ms, QuotaLimits limits) {
    return quota.adjust(millis(ms), limits, Quota.Goals.NONE);
  }

  private static Quota.Goals goals(Tuner tuner, long score) {
    return new Quota.Goals(true, tuner, () -> score);
  }

  private static long next(long lastBp, long score) {
    return QuotaGoal.nextBp(Tuner.CONSIST, lastBp, score);
  }

  @Test
  void withoutLimitsEverythingIsPermitted() {
    adjust(0, new QuotaLimits(0, 0, 1000));
    assertThat(quota.limited()).isFalse();
    quota.charge(1L << 50, 1);
    assertThat(quota.usedUp()).isFalse();
    assertThat(quota.permitted(1L << 40)).isEqualTo(1L << 40);
  }

  @Test
  void sizeIsPermittedUpToTheLimitInWholePages() {
    adjust(0, new QuotaLimits(0, 10_000, 1000));
    assertThat(quota.permitted(4096)).isEqualTo(4096);
    assertThat(quota.permitted(40_960)).isEqualTo(8192);
    quota.charge(8192, 1);
    assertThat(quota.usedUp()).isFalse();
    assertThat(quota.permitted(4096)).as("1808 bytes are no page").isZero();
    quota.charge(1808, 1);
    assertThat(quota.usedUp()).isTrue();
  }

  @Test
  void aWindowEndsAfterItsLengthAndTellsIfItWasUsedUp() {
    QuotaLimits limits = new QuotaLimits(0, MIB, 1000);
    adjust(0, limits);
    quota.charge(MIB - 4096, 1);
    assertThat(adjust(999, limits)).isFalse();
    assertThat(quota.chargedBytes()).isEqualTo(MIB - 4096);
    assertThat(adjust(1000, limits)).as("not used up").isFalse();
    assertThat(quota.chargedBytes()).isZero();
    quota.charge(MIB, 1);
    assertThat(adjust(1999, limits)).isFalse();
    assertThat(adjust(2000, limits)).isTrue();
  }

  @Test
  void timeIsTurnedIntoSizeByTheThroughput() {
    QuotaLimits limits = new QuotaLimits(10, 0, 1000);
    adjust(0, limits);
    assertThat(quota.effectiveBytes()).as("at first 4 MiB/ms").isEqualTo(40 * MIB);
    quota.charge(40 * MIB, millis(20));
    adjust(1000, limits);
    assertThat(quota.effectiveBytes()).as("2 MiB/ms were measured").isEqualTo(20 * MIB);
  }

  @Test
  void theLeastOfTheLimitsHolds() {
    adjust(0, new QuotaLimits(10, 8 * MIB, 1000));
    assertThat(quota.effectiveBytes()).isEqualTo(8 * MIB);
  }

  @Test
  void consistDoublesTheQuotaWhileNothingIsReached() {
    assertThat(next(0, 0)).isEqualTo(20_000);
    assertThat(next(1_000_000, 0)).isEqualTo(2_000_000);
    assertThat(next(1_000_000, 5_000)).isEqualTo(1_500_000);
    assertThat(next(1_000_000, 10_000)).isEqualTo(1_000_000);
    assertThat(next(1_000_000, 15_000)).isEqualTo(500_000);
    assertThat(next(1_000_000, 19_999)).as("never less than a byte").isEqualTo(10_000);
    assertThat(next(1_000_000, 20_000)).isEqualTo(10_000);
  }

  @Test
  void temporalPermitsAllUntilTheGoalIsReached() {
    quota.adjust(0, new QuotaLimits(0, MIB, 0), goals(Tuner.TEMPORAL, 9_999));
    assertThat(quota.effectiveBytes()).isEqualTo(MIB);
    assertThat(quota.usedUp()).isFalse();
    quota.adjust(1, new QuotaLimits(0, MIB, 0), goals(Tuner.TEMPORAL, 10_000));
    assertThat(quota.effectiveBytes()).isZero();
    assertThat(quota.usedUp()).isTrue();
  }

  @Test
  void theGoalsQuotaGrowsFromWindowToWindow() {
    QuotaLimits none = new QuotaLimits(0, 0, 1);
    for (int i = 0; i < 21; i++) {
      quota.adjust(millis(i), none, goals(Tuner.CONSIST, 0));
    }
    assertThat(quota.effectiveBytes()).as("2 bytes doubled 20 times").isEqualTo(2 * MIB);
  }
}
