package org.tierlab.policy.damos;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.tierlab.testkit.FakeRandom;

class AppliedRangesTest {
  private final AppliedRanges ranges = new AppliedRanges();

  @Test
  void whatWasNeverAppliedKeepsItsAge() {
    ranges.applied(0, 10, 20, 500);
    assertThat(ranges.ageNs(0, 20, 30, 900, 1000)).isEqualTo(900);
    assertThat(ranges.ageNs(1, 10, 20, 900, 1000)).isEqualTo(900);
  }

  @Test
  void applyingBeginsANewAge() {
    ranges.applied(0, 10, 20, 500);
    assertThat(ranges.ageNs(0, 10, 20, 900, 500)).isZero();
    assertThat(ranges.ageNs(0, 12, 15, 900, 1000)).isEqualTo(500);
    assertThat(ranges.ageNs(0, 12, 15, 100, 1000)).as("a newer pattern").isEqualTo(100);
  }

  @Test
  void aPartCountsByItsSize() {
    ranges.applied(0, 10, 20, 1000);
    // a quarter of 40 pages has age 0
    assertThat(ranges.ageNs(0, 0, 40, 800, 1000)).isEqualTo(600);
  }

  @Test
  void laterApplicationsReplaceEarlierOnes() {
    ranges.applied(0, 0, 100, 100);
    ranges.applied(0, 40, 60, 300);
    assertThat(ranges.ageNs(0, 0, 40, 999, 400)).isEqualTo(300);
    assertThat(ranges.ageNs(0, 40, 60, 999, 400)).isEqualTo(100);
    assertThat(ranges.ageNs(0, 60, 100, 999, 400)).isEqualTo(300);
    assertThat(ranges.size()).isEqualTo(3);
  }

  @Test
  void neighboursOfOneTimeAreOneRange() {
    ranges.applied(0, 0, 10, 100);
    ranges.applied(0, 20, 30, 100);
    ranges.applied(0, 10, 20, 100);
    assertThat(ranges.size()).isEqualTo(1);
    ranges.forget(0);
    assertThat(ranges.size()).isZero();
  }

  /** Against an array with one time per page. */
  @Property
  void agreesWithATimePerPage(@ForAll long seed) {
    FakeRandom random = new FakeRandom(seed, "applied");
    AppliedRanges any = new AppliedRanges();
    long[] times = new long[64];
    for (int step = 1; step <= 30; step++) {
      int first = (int) random.nextLong(63);
      int end = first + 1 + (int) random.nextLong(64 - first);
      long time = random.nextLong(2) == 0 ? step : step - 1;
      any.applied(0, first, end, time + 1000);
      java.util.Arrays.fill(times, first, end, time + 1000);
    }
    long now = 2000;
    for (int page = 0; page < 64; page++) {
      long expected = times[page] == 0 ? 5000 : Math.min(5000, now - times[page]);
      assertThat(any.ageNs(0, page, page + 1, 5000, now)).isEqualTo(expected);
    }
    assertThat(any.size()).isLessThanOrEqualTo(64);
  }
}
