package org.tierlab.sim.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class LoadedLatencyTest {
  @Test
  void theCurveIsFlatToTheKneeAndThreeAtThePeak() {
    assertThat(LoadedLatency.curve(0)).isEqualTo(1);
    assertThat(LoadedLatency.curve(0.75)).isEqualTo(1);
    assertThat(LoadedLatency.curve(0.76)).isCloseTo(1.08, within(1e-12));
    assertThat(LoadedLatency.curve(1)).isEqualTo(3);
    assertThat(LoadedLatency.curve(1.5)).isEqualTo(3);
  }

  @Test
  void theFactorIsIdleToTheKneeAndTheExcessBeyondThePeak() {
    assertThat(LoadedLatency.factor(0)).isEqualTo(1);
    assertThat(LoadedLatency.factor(0.75)).isEqualTo(1);
    assertThat(LoadedLatency.factor(0.76)).isGreaterThan(1).isLessThan(1.02);
    assertThat(LoadedLatency.factor(2.999)).isCloseTo(3, within(0.001));
    assertThat(LoadedLatency.factor(3)).isEqualTo(3);
    assertThat(LoadedLatency.factor(8)).isEqualTo(8);
  }

  @Property
  void betweenKneeAndPeakTheFactorLiesOnTheCurve(
      @ForAll @DoubleRange(min = 0.75, max = 3) double offered) {
    double factor = LoadedLatency.factor(offered);

    assertThat(LoadedLatency.curve(offered / factor)).isCloseTo(factor, within(1e-9));
  }
}
