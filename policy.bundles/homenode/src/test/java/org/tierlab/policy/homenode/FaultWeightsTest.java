package org.tierlab.policy.homenode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultWeightsTest {
  private final FaultWeights weights = new FaultWeights(3);

  @Test
  void weighsInThousandthsRoundedDown() {
    assertThat(weights.known()).isFalse();
    assertThat(weights.weight(0)).isZero();
    weights.count(0, 1);
    weights.count(1, 2);
    assertThat(weights.known()).isTrue();
    assertThat(weights.weight(0)).isEqualTo(333);
    assertThat(weights.weight(1)).isEqualTo(666);
    assertThat(weights.weight(2)).isZero();
  }

  @Test
  void halvingLetsNewerFaultsCountMore() {
    weights.count(0, 101);
    weights.halve();
    weights.count(1, 50);
    assertThat(weights.weight(0)).as("50 of 100").isEqualTo(500);
    weights.halve();
    weights.count(1, 50);
    assertThat(weights.weight(1)).as("75 of 100").isEqualTo(750);
    for (int i = 0; i < 7; i++) {
      weights.halve();
    }
    assertThat(weights.known()).isFalse();
  }

  @Test
  void thePresentNodeWinsATieAndNodesWithoutCpusNothing() {
    weights.count(0, 10);
    weights.count(1, 10);
    weights.count(2, 99);
    assertThat(weights.best(1, 0b011)).isEqualTo(1);
    assertThat(weights.best(0, 0b011)).isZero();
    weights.count(1, 1);
    assertThat(weights.best(0, 0b011)).isEqualTo(1);
    assertThat(weights.best(0, 0b111)).isEqualTo(2);
  }
}
