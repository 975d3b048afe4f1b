package org.tierlab.report.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.tierlab.report.figure.Figure;

class MigrationLatenciesTest {
  @Test
  void percentilesAreWithinATenthOfAPercent() {
    MigrationLatencies latencies = new MigrationLatencies();
    assertThat(latencies.figures()).isEmpty();
    for (int us = 1; us <= 1_000; us++) {
      latencies.migrated(1, us * 1_000_000L);
    }
    Figure figure = latencies.figures().get(0);
    for (int i = 0; i < figure.size(); i++) {
      double expected = Math.max(1, figure.place(i) * 10);
      assertThat(figure.series().get(0).value(i)).isCloseTo(expected, within(expected * 0.002 + 1));
    }
  }
}
