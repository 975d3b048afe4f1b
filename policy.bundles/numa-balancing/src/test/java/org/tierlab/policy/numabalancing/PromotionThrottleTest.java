package org.tierlab.policy.numabalancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.machine.NodeView;

class PromotionThrottleTest {
  /** 256 pages a second, 15360 in the 60 s between two adjustments. */
  private final NumaBalancingKnobs oneMebibytePerSecond =
      KnobSet.of(NumaBalancingKnobs.class)
          .bind(Map.of("numa_balancing_promote_rate_limit_MBps", 1));

  private final PromotionThrottle throttle = new PromotionThrottle(0);

  private static boolean enough(long capacity, long promo, long free) {
    NodeView node = mock(NodeView.class);
    when(node.capacityPages()).thenReturn(capacity);
    when(node.promoWatermark()).thenReturn(promo);
    when(node.freePages()).thenReturn(free);
    return PromotionThrottle.freeSpaceEnough(node);
  }

  @Test
  void enoughIsMoreThanOneGibibyteAboveThePromotionWatermark() {
    assertThat(enough(1 << 22, 1000, 1000 + 262_144)).isFalse();
    assertThat(enough(1 << 22, 1000, 1000 + 262_145)).isTrue();
  }

  @Test
  void onNodesBeyond16GibibytesItIsASixteenth() {
    long capacity = 16 * 300_000;
    assertThat(enough(capacity, 0, 300_000)).isFalse();
    assertThat(enough(capacity, 0, 300_001)).isTrue();
  }

  @Test
  void theFirstWindowLetsOnePageLessThanTheLimitThrough() {
    for (int i = 0; i < 9; i++) {
      assertThat(throttle.admit(1000, 1, 10)).isTrue();
    }
    assertThat(throttle.admit(1000, 1, 10)).isFalse();
  }

  @Test
  void laterWindowsDoNotCountThePageThatOpensThem() {
    assertThat(throttle.admit(1001, 1, 10)).isTrue();
    for (int i = 0; i < 9; i++) {
      assertThat(throttle.admit(2001, 1, 10)).isTrue();
    }
    assertThat(throttle.admit(2001, 1, 10)).isFalse();
    assertThat(throttle.admit(2002, 1, 10)).as("the next window").isTrue();
  }

  @Test
  void rejectedCandidatesCountToo() {
    throttle.admit(0, 100, 10);
    throttle.adjust(60_001, oneMebibytePerSecond);
    for (int i = 0; i < 100; i++) {
      throttle.admit(60_002, 200, 10);
    }
    throttle.adjust(120_002, oneMebibytePerSecond);
    // 20000 candidates of 15360: above, although nearly all were rejected. 1125 − 125.
    assertThat(throttle.thresholdMs(oneMebibytePerSecond)).isEqualTo(1000);
  }

  @Test
  void aLimitOfZeroRejectsEverything() {
    assertThat(throttle.admit(0, 1, 0)).isFalse();
    assertThat(throttle.admit(5000, 1, 0)).isFalse();
  }

  @Test
  void aHugeFolioCountsAllItsPages() {
    throttle.admit(1001, 512, 1024);
    assertThat(throttle.admit(1001, 512, 1024)).isTrue();
    assertThat(throttle.admit(1001, 512, 1024)).isFalse();
  }

  private long thresholdAfter(long candidates) {
    throttle.admit(0, candidates, Long.MAX_VALUE);
    throttle.adjust(60_001, oneMebibytePerSecond);
    return throttle.thresholdMs(oneMebibytePerSecond);
  }

  @Test
  void theThresholdStaysWithinTenPercentOfTheLimit() {
    assertThat(thresholdAfter(15_360)).isEqualTo(1000);
  }

  @Test
  void atNineTenthsItStays() {
    assertThat(thresholdAfter(13_824)).isEqualTo(1000);
  }

  @Test
  void belowNineTenthsItRises() {
    assertThat(thresholdAfter(13_823)).isEqualTo(1125);
  }

  @Test
  void atElevenTenthsItStays() {
    assertThat(thresholdAfter(16_896)).isEqualTo(1000);
  }

  @Test
  void aboveElevenTenthsItFalls() {
    assertThat(thresholdAfter(16_897)).isEqualTo(875);
  }

  @Test
  void adjustsWhenMoreThanAMinuteHasPassed() {
    throttle.adjust(60_000, oneMebibytePerSecond);
    assertThat(throttle.thresholdMs(oneMebibytePerSecond)).isEqualTo(1000);
    throttle.adjust(60_001, oneMebibytePerSecond);
    assertThat(throttle.thresholdMs(oneMebibytePerSecond)).isEqualTo(1125);
    throttle.adjust(120_001, oneMebibytePerSecond);
    assertThat(throttle.thresholdMs(oneMebibytePerSecond)).isEqualTo(1125);
    throttle.adjust(120_002, oneMebibytePerSecond);
    assertThat(throttle.thresholdMs(oneMebibytePerSecond)).isEqualTo(1250);
  }

  @Test
  void staysBetweenOneStepAndTwiceTheDefault() {
    long now = 0;
    for (int i = 0; i < 7; i++) {
      throttle.adjust(now += 60_001, oneMebibytePerSecond);
    }
    assertThat(throttle.thresholdMs(oneMebibytePerSecond)).isEqualTo(1875);
    throttle.adjust(now += 60_001, oneMebibytePerSecond);
    assertThat(throttle.thresholdMs(oneMebibytePerSecond)).isEqualTo(2000);
    throttle.adjust(now += 60_001, oneMebibytePerSecond);
    assertThat(throttle.thresholdMs(oneMebibytePerSecond)).isEqualTo(2000);
    for (int i = 0; i < 15; i++) {
      throttle.admit(now, 20_000, 0);
      throttle.adjust(now += 60_001, oneMebibytePerSecond);
    }
    assertThat(throttle.thresholdMs(oneMebibytePerSecond)).isEqualTo(125);
    throttle.admit(now, 20_000, 0);
    throttle.adjust(now + 60_001, oneMebibytePerSecond);
    assertThat(throttle.thresholdMs(oneMebibytePerSecond)).isEqualTo(125);
  }

  @Property
  void theThresholdNeverLeavesItsRange(@ForAll @Size(40) int @IntRange(max = 40_000) [] loads) {
    PromotionThrottle any = new PromotionThrottle(0);
    long now = 0;
    for (int load : loads) {
      any.admit(now, load, 0);
      any.adjust(now += 60_001, oneMebibytePerSecond);
      assertThat(any.thresholdMs(oneMebibytePerSecond)).isBetween(125L, 2000L);
    }
  }

  @Test
  void goesBackToTheDefaultWhenThereIsRoom() {
    throttle.adjust(60_001, oneMebibytePerSecond);
    throttle.dropThreshold();
    assertThat(throttle.thresholdMs(oneMebibytePerSecond)).isEqualTo(1000);
  }

  @Test
  void aResetStartsTheMinuteAndTheCountAfresh() {
    throttle.admit(0, 20_000, 0);
    throttle.reset(50_000);
    throttle.adjust(110_000, oneMebibytePerSecond);
    assertThat(throttle.thresholdMs(oneMebibytePerSecond)).isEqualTo(1000);
    throttle.adjust(110_001, oneMebibytePerSecond);
    assertThat(throttle.thresholdMs(oneMebibytePerSecond)).as("none since").isEqualTo(1125);
  }
}
