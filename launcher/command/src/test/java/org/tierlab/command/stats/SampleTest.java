package org.tierlab.command.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** By hand, with quantiles of Student's t from printed tables. */
class SampleTest {

  /** Mean 4, squares 4 + 0 + 4 = 8 over 2. */
  private static final Sample TWO_FOUR_SIX = new Sample(List.of(2.0, 4.0, 6.0));

  @Test
  void meanAndSpread() {
    assertThat(TWO_FOUR_SIX.mean()).isEqualTo(4);
    assertThat(TWO_FOUR_SIX.stdev()).isEqualTo(2);
    assertThat(TWO_FOUR_SIX.percentStdev()).isEqualTo(50);
  }

  /** t(0.975, 2) = 4.303; half width 4.303 × 2 / √3 = 4.969. */
  @Test
  void intervalOfTheMean() {
    Interval interval = TWO_FOUR_SIX.ci95();
    assertThat(interval.low()).isCloseTo(4 - 4.969, within(0.001));
    assertThat(interval.high()).isCloseTo(4 + 4.969, within(0.001));
  }

  /**
   * Variances 4 and 4, n 3 and 3: squared error 8/3, freedom (8/3)² / (2 × (4/3)²/2) = 4, t(0.975,
   * 4) = 2.776; 2.776 × 1.633 = 4.533.
   */
  @Test
  void differenceOfEqualSpreads() {
    Interval interval = new Sample(List.of(12.0, 14.0, 16.0)).minus(TWO_FOUR_SIX);
    assertThat(interval.low()).isCloseTo(10 - 4.533, within(0.001));
    assertThat(interval.high()).isCloseTo(10 + 4.533, within(0.001));
  }

  /** One spread is 0: all freedom is the other's (2), squared error 4/3; 4.303 × 1.1547 = 4.969. */
  @Test
  void differenceOfUnequalSpreads() {
    Interval interval = new Sample(List.of(9.0, 9.0, 9.0)).minus(TWO_FOUR_SIX);
    assertThat(interval.low()).isCloseTo(5 - 4.969, within(0.001));
    assertThat(interval.contains(0)).isFalse();
    assertThat(new Sample(List.of(8.9, 8.9)).minus(TWO_FOUR_SIX).contains(0)).isTrue();
  }

  @Test
  void withoutAnySpreadTheDifferenceIsExact() {
    Sample two = new Sample(List.of(2.0, 2.0));
    assertThat(two.minus(new Sample(List.of(3.0, 3.0)))).isEqualTo(new Interval(-1, -1));
    assertThat(two.minus(two).contains(0)).isTrue();
  }

  @Test
  void oneMeasurementSaysNothingOfSpread() {
    Sample one = new Sample(List.of(2.0));
    assertThat(one.ci95()).isNull();
    assertThat(one.stdev()).isZero();
    assertThat(one.minus(TWO_FOUR_SIX)).isNull();
    assertThat(TWO_FOUR_SIX.minus(one)).isNull();
  }

  @Test
  void anEmptySampleIsNone() {
    assertThatThrownBy(() -> new Sample(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void intervalsHoldTheirEnds() {
    Interval interval = new Interval(-1, 2);
    assertThat(interval.contains(-1)).isTrue();
    assertThat(interval.contains(2)).isTrue();
    assertThat(interval.contains(2.0000001)).isFalse();
    assertThat(interval.times(10)).isEqualTo(new Interval(-10, 20));
  }
}
