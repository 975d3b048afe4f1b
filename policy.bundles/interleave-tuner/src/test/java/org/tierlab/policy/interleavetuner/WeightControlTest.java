package org.tierlab.policy.interleavetuner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Home has 72 GB/s, the other node 26, as on the published machine; marks are 85 % and 60 %. */
class WeightControlTest {
  private static Weights weights(Integer... weights) {
    List<Integer> all = List.of(weights);
    List<Integer> numbers = java.util.stream.IntStream.range(0, all.size()).boxed().toList();
    return new Weights(numbers, numbers, all);
  }

  private static List<Integer> next(Weights now, double home, double other) {
    return WeightControl.next(
            now, List.of(new Bandwidth(home, 72, true), new Bandwidth(other, 26, true)), 0.85, 0.60)
        .weights();
  }

  @ParameterizedTest
  @CsvSource({"61.1, 4", "61.2, 3"})
  void homeGivesAPartAwayFromTheHighMarkOn(double homeGBps, int left) {
    assertThat(next(weights(4, 0), homeGBps, 0)).containsExactly(left, 4 - left);
  }

  @Test
  void whatSaturatesIsSpreadInTheRatioOfTheBandwidths() {
    // 98 GB/s in all: at 3:1 the parts are 24.5 GB/s, and two of them were more than 26.
    assertThat(next(weights(4, 0), 72, 0)).containsExactly(3, 1);
    assertThat(next(weights(3, 1), 72, 24)).containsExactly(3, 1);
    assertThat(next(weights(6, 2), 71, 20)).as("8 parts go on").containsExactly(6, 2);
    assertThat(next(weights(7, 1), 72, 12)).containsExactly(6, 2);
  }

  @ParameterizedTest
  @CsvSource({"32.3, 10.7, 4", "32.7, 10.9, 3", "60, 20, 3"})
  void aPartComesHomeIfHomeCarriesItBelowTheLowMark(double home, double other, int atHome) {
    assertThat(next(weights(3, 1), home, other)).containsExactly(atHome, 4 - atHome);
  }

  @Test
  void nothingComesHomeWhereThereIsNoRoom() {
    List<Bandwidth> full = List.of(new Bandwidth(3, 72, false), new Bandwidth(1, 26, true));
    assertThat(WeightControl.next(weights(3, 1), full, 0.85, 0.6).weights()).containsExactly(3, 1);
  }

  @Test
  void nothingGoesWhereThereIsNoRoom() {
    List<Bandwidth> nodes =
        List.of(
            new Bandwidth(72, 72, true), new Bandwidth(0, 26, false), new Bandwidth(0, 20, true));
    assertThat(WeightControl.next(weights(4, 0, 0), nodes, 0.85, 0.6).weights())
        .containsExactly(3, 0, 1);
  }

  @Test
  void ofSeveralTheLeastUsedTakesAndTheMostUsedGives() {
    List<Bandwidth> busy =
        List.of(
            new Bandwidth(70, 72, true), new Bandwidth(10, 26, true), new Bandwidth(2, 26, true));
    assertThat(WeightControl.next(weights(6, 1, 1), busy, 0.85, 0.6).weights())
        .containsExactly(5, 1, 2);
    List<Bandwidth> idle =
        List.of(
            new Bandwidth(20, 72, true), new Bandwidth(3, 26, true), new Bandwidth(2, 26, true));
    assertThat(WeightControl.next(weights(6, 1, 1), idle, 0.85, 0.6).weights())
        .containsExactly(7, 0, 1);
  }

  @Test
  void oneDestinationIsLeftAlone() {
    List<Bandwidth> nodes = List.of(new Bandwidth(72, 72, true));
    assertThat(WeightControl.next(weights(4), nodes, 0.85, 0.6).weights()).containsExactly(4);
  }

  /** A closed loop that shares its demand by weight: weights come to rest, whatever it is. */
  @Property(tries = 200)
  void weightsComeToRest(
      @ForAll @DoubleRange(min = 0, max = 150) double demand,
      @ForAll @IntRange(min = 0, max = 16) int atHome) {
    Weights now = weights(atHome, 16 - atHome);
    Weights before = now;
    for (int i = 0; i < 40; i++) {
      before = now;
      double home = Math.min(72, demand * now.weight(0) / 16);
      double other = Math.min(26, demand * now.weight(1) / 16);
      List<Bandwidth> nodes =
          List.of(new Bandwidth(home, 72, true), new Bandwidth(other, 26, true));
      now = WeightControl.next(now, nodes, 0.85, 0.60);
    }
    assertThat(now).isEqualTo(before);
    if (demand <= 0.60 * 72) {
      assertThat(now.weight(0)).as("all at home").isEqualTo(16);
    }
  }

  @Test
  void weightsAreReadFromASchemeAndWrittenToIt() {
    Map<String, Object> scheme =
        Map.of(
            "dest0_id",
            1,
            "dest0_weight",
            5,
            "dest1_id",
            -1,
            "dest1_weight",
            9,
            "dest2_id",
            0,
            "dest2_weight",
            2,
            "dest3_id",
            7,
            "dest3_weight",
            1);
    Weights read = Weights.of(scheme, 2);
    assertThat(read.nodes()).as("node 7 does not exist").containsExactly(1, 0);
    assertThat(read.weights()).containsExactly(5, 2);
    assertThat(read.inParts(4).weights()).as("2/7 of 4 is 1").containsExactly(3, 1);
    assertThat(read.inParts(3).weights()).as("2/7 of 3 is 0").containsExactly(3, 0);
    assertThat(read.move(0, 1).knobs())
        .containsExactly(Map.entry("dest0_weight", 4), Map.entry("dest2_weight", 3));
    assertThat(weights(0, 0).inParts(4).weights()).containsExactly(4, 0);
  }
}
