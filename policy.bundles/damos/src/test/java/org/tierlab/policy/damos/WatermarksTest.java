package org.tierlab.policy.damos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tierlab.testkit.FakeMachine;

class WatermarksTest {
  private final Watermarks marks = new Watermarks();

  private boolean at(long rate) {
    return marks.update(rate, 500, 400, 200);
  }

  @Test
  void goesOnBelowTheMiddleAndStaysOnUpToTheHighMark() {
    assertThat(at(501)).isFalse();
    assertThat(at(500)).isFalse();
    assertThat(at(400)).isFalse();
    assertThat(at(399)).isTrue();
    assertThat(at(400)).isTrue();
    assertThat(at(500)).isTrue();
    assertThat(at(501)).isFalse();
  }

  @Test
  void goesOffBelowTheLowMark() {
    assertThat(at(200)).isTrue();
    assertThat(at(199)).isFalse();
    assertThat(at(200)).isTrue();
  }

  @Test
  void theRateIsThatOfTheWholeMachine() {
    FakeMachine machine = new FakeMachine().dram(300, 1).cxl(700);
    assertThat(Watermarks.freeRate(machine)).isEqualTo(1000);
    machine.node(0).leaveFree(1);
    machine.node(1).leaveFree(99);
    assertThat(Watermarks.freeRate(machine)).isEqualTo(100);
  }
}
