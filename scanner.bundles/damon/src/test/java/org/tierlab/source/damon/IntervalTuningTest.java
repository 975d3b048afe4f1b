package org.tierlab.source.damon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IntervalTuningTest {
  @Test
  void theGoalLeavesTheIntervalAlone() {
    assertThat(IntervalTuning.adaptationBp(40, 1000, 400)).isEqualTo(10_000);
  }

  @Test
  void tooFewAccessesLengthenItUpToTwice() {
    assertThat(IntervalTuning.adaptationBp(0, 1000, 400)).isEqualTo(20_000);
    assertThat(IntervalTuning.adaptationBp(20, 1000, 400)).isEqualTo(15_000);
  }

  @Test
  void tooManyShortenItDownToHalf() {
    // score 1.5: 1 − 0.5 = 0.5, and half of the reduction is 0.75
    assertThat(IntervalTuning.adaptationBp(60, 1000, 400)).isEqualTo(7_500);
    assertThat(IntervalTuning.adaptationBp(79.99, 1000, 400)).isEqualTo(5_001);
    assertThat(IntervalTuning.adaptationBp(80, 1000, 400)).isEqualTo(5_000);
    assertThat(IntervalTuning.adaptationBp(1000, 1000, 400)).isEqualTo(5_000);
  }

  @Test
  void aGoalOfNothingIsOneEvent() {
    assertThat(IntervalTuning.adaptationBp(0, 1000, 0)).isEqualTo(20_000);
    assertThat(IntervalTuning.adaptationBp(2, 1000, 0)).isEqualTo(5_000);
  }

  @Test
  void theIntervalStaysWithinItsBounds() {
    assertThat(IntervalTuning.nextSampleUs(5_000, 15_000, 5_000, 10_000)).isEqualTo(7_500);
    assertThat(IntervalTuning.nextSampleUs(5_001, 20_000, 5_000, 10_000)).isEqualTo(10_000);
    assertThat(IntervalTuning.nextSampleUs(5_001, 5_000, 5_000, 10_000)).isEqualTo(5_000);
  }
}
