package org.tierlab.command.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RatioTest {

  @Test
  void medianAndSpreadAreThoseOfTheRounds() {
    Ratio ratio = new Ratio("group", "name", "base");
    ratio.add(1, 2);
    ratio.add(3, 4);
    ratio.add(8, 5);

    assertThat(ratio.median()).isEqualTo(0.75);
    assertThat(ratio.least()).isEqualTo(0.5);
    assertThat(ratio.greatest()).isEqualTo(1.6);
    assertThat(ratio.medianNs()).isEqualTo(4);
    assertThat(ratio.spread()).isEqualTo("0.50 … 1.60");
  }

  @Test
  void anEvenNumberOfRoundsHasItsMedianBetween() {
    Ratio ratio = new Ratio("group", "name", "base");
    ratio.add(1, 2);
    ratio.add(3, 2);

    assertThat(ratio.median()).isEqualTo(1);
    assertThat(ratio.rounds()).isEqualTo(2);
  }
}
