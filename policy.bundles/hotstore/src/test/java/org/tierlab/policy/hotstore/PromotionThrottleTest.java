package org.tierlab.policy.hotstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.testkit.FakeMachine;

class PromotionThrottleTest {
  private static final long GIB_PAGES = 262_144;

  /** 1 MiB/s: 256 pages a second, 15360 in 60 s; the threshold begins at 1600 ms, a step is 200. */
  private final HotStoreKnobs knobs =
      KnobSet.of(HotStoreKnobs.class)
          .bind(Map.of("pghot_promote_freq_window_ms", 1600, "pghot_promote_rate_limit_MBps", 1));

  private final PromotionThrottle throttle = new PromotionThrottle();

  private long thresholdAfter(long candidates) {
    throttle.admit(1, candidates, 256);
    throttle.adjust(60_001, knobs);
    return throttle.thresholdMs(knobs);
  }

  @Test
  void roomIsOneGibibyteOrASixteenthAboveThePromotionWatermark() {
    FakeMachine machine = new FakeMachine().dram(2 * GIB_PAGES, 1).dram(32 * GIB_PAGES, 1);
    machine.node(0).leaveFree(machine.node(0).promoWatermark() + GIB_PAGES);
    assertThat(PromotionThrottle.freeSpaceEnough(machine.node(0))).isFalse();
    machine.node(0).leaveFree(machine.node(0).promoWatermark() + GIB_PAGES + 1);
    assertThat(PromotionThrottle.freeSpaceEnough(machine.node(0))).isTrue();
    machine.node(1).leaveFree(machine.node(1).promoWatermark() + 2 * GIB_PAGES);
    assertThat(PromotionThrottle.freeSpaceEnough(machine.node(1))).isFalse();
    machine.node(1).leaveFree(machine.node(1).promoWatermark() + 2 * GIB_PAGES + 1);
    assertThat(PromotionThrottle.freeSpaceEnough(machine.node(1))).isTrue();
  }

  @Test
  void tooManyCandidatesLowerTheThreshold() {
    assertThat(thresholdAfter(16_897)).as("more than 11/10 of 15360").isEqualTo(1400);
  }

  @Test
  void aboutAsManyAsTheLimitLeaveIt() {
    assertThat(thresholdAfter(16_896)).isEqualTo(1600);
    assertThat(new PromotionThrottle().thresholdMs(knobs)).isEqualTo(1600);
  }

  @Test
  void nineTenthsLeaveIt() {
    assertThat(thresholdAfter(13_824)).isEqualTo(1600);
  }

  @Test
  void tooFewRaiseIt() {
    assertThat(thresholdAfter(13_823)).isEqualTo(1800);
  }

  @Test
  void nothingIsAdjustedWithinAMinute() {
    throttle.adjust(60_000, knobs);
    assertThat(throttle.thresholdMs(knobs)).isEqualTo(1600);
    throttle.adjust(60_001, knobs);
    assertThat(throttle.thresholdMs(knobs)).isEqualTo(1800);
  }

  @Test
  void staysBetweenAStepAndTwiceTheDefault() {
    for (int i = 1; i <= 20; i++) {
      throttle.adjust(60_001L * i, knobs);
    }
    assertThat(throttle.thresholdMs(knobs)).isEqualTo(3200);
    for (int i = 21; i <= 60; i++) {
      throttle.admit(60_001L * i, 20_000, 256);
      throttle.adjust(60_001L * i, knobs);
    }
    assertThat(throttle.thresholdMs(knobs)).isEqualTo(200);
    throttle.dropThreshold();
    assertThat(throttle.thresholdMs(knobs)).isEqualTo(1600);
  }

  @Test
  void theFirstWindowLetsOnePageLessThanTheLimitThrough() {
    int admitted = 0;
    for (int i = 0; i < 300; i++) {
      admitted += throttle.admit(1000, 1, 256) ? 1 : 0;
    }
    assertThat(admitted).isEqualTo(255);
    for (int i = 0; i < 300; i++) {
      admitted += throttle.admit(1001, 1, 256) ? 1 : 0;
    }
    assertThat(admitted).isEqualTo(255 + 256);
  }
}
