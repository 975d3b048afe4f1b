package org.tierlab.source.abit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.testkit.FakeMachine;

class FindingsTest {
  private final Findings findings =
      new Findings(new FakeMachine().dram(100, 1).dram(100, 1).cxl(100));

  @Test
  void targetIsTheFastNodeWithMostPages() {
    assertThat(findings.target(false)).isEqualTo(HotnessEvents.UNKNOWN);
    findings.add(2, 90, 90);
    assertThat(findings.target(false)).as("slow pages do not count").isNegative();
    findings.add(0, 10, 2);
    findings.add(1, 10, 3);
    assertThat(findings.target(false)).as("the first of equals").isZero();
    assertThat(findings.target(true)).isEqualTo(1);
    findings.add(1, 1, 0);
    assertThat(findings.target(false)).isEqualTo(1);
    findings.clear();
    assertThat(findings.target(false)).isNegative();
  }

  @Test
  void onlySlowPagesTune() {
    findings.add(0, 5, 5);
    findings.add(2, 9, 4);
    assertThat(findings.slowAccessed()).isEqualTo(4);
  }
}
