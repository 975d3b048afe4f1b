package org.tierlab.policy.damos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tierlab.testkit.SimulatedTime.seconds;

import org.junit.jupiter.api.Test;
import org.tierlab.policy.damos.DamosKnobs.Action;

class PriorityTest {
  private static int hot(int nrAccesses, long ageNs, int accessWeight, int ageWeight) {
    return Priority.score(Action.MIGRATE_HOT, nrAccesses, 20, ageNs, accessWeight, ageWeight);
  }

  @Test
  void theFrequencyCountsInProportion() {
    assertThat(hot(0, 0, 1, 0)).isZero();
    assertThat(hot(10, 0, 1, 0)).as("50 · 99 / 100 = 49.5").isEqualTo(49);
    assertThat(hot(20, 0, 1, 0)).isEqualTo(99);
    assertThat(hot(40, 0, 1, 0)).as("more than the most").isEqualTo(99);
  }

  @Test
  void theAgeCountsByItsLogarithm() {
    // (32 + 0) · 100 / 64 = 50; one second is one more: 51.6; two seconds 53.1
    assertThat(hot(1, seconds(1) - 1, 0, 1)).isEqualTo(49);
    assertThat(hot(1, seconds(1), 0, 1)).isEqualTo(51 * 99 / 100);
    assertThat(hot(1, seconds(2) - 1, 0, 1)).isEqualTo(51 * 99 / 100);
    assertThat(hot(1, seconds(2), 0, 1)).isEqualTo(53 * 99 / 100);
    assertThat(hot(1, seconds(4), 0, 1)).isEqualTo(54 * 99 / 100);
  }

  @Test
  void theAgeOfWhatIsNotAccessedCountsAgainstIt() {
    assertThat(hot(0, seconds(1), 0, 1)).as("(32 − 1) · 100 / 64 = 48.4").isEqualTo(47);
    assertThat(hot(0, seconds(1L << 31), 0, 1)).as("32 − 32").isZero();
    assertThat(hot(0, Long.MAX_VALUE, 0, 1)).isEqualTo(hot(0, seconds(1L << 33), 0, 1));
  }

  @Test
  void bothAreWeighted() {
    // (3 · 100 + 1 · 50) / 4 = 87.5; 87 · 99 / 100 = 86.1
    assertThat(hot(20, 0, 3, 1)).isEqualTo(86);
    assertThat(hot(20, 0, 0, 0)).as("without weights all are alike").isZero();
  }

  @Test
  void coldIsTheOppositeOfHotAndStatHasNoOrder() {
    assertThat(Priority.score(Action.MIGRATE_COLD, 10, 20, 0, 1, 0)).isEqualTo(99 - 49);
    assertThat(Priority.score(Action.STAT, 10, 20, 0, 1, 0)).isEqualTo(99);
  }

  @Test
  void theLeastScoreIsThatAtWhichTheQuotaIsReached() {
    Priority priority = new Priority();
    priority.add(90, 100);
    priority.add(50, 200);
    priority.add(10, 400);
    assertThat(priority.leastScore(100)).isEqualTo(90);
    assertThat(priority.leastScore(101)).isEqualTo(50);
    assertThat(priority.leastScore(300)).isEqualTo(50);
    assertThat(priority.leastScore(301)).isEqualTo(10);
    assertThat(priority.leastScore(701)).isZero();
    priority.clear();
    assertThat(priority.leastScore(1)).isZero();
  }
}
