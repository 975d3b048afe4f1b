package org.tierlab.policy.promoteonaccess.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tierlab.testkit.SimulatedTime.millis;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.policy.promoteonaccess.PromoteOnAccessKnobs;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeRun;

class PromoteOnAccessComponentTest {
  @Test
  void worksWithAnySource() {
    assertThat(new PromoteOnAccessComponent().spec().needs()).isEmpty();
    assertThat(new PromoteOnAccessComponent().spec().knobs()).isEqualTo(PromoteOnAccessKnobs.class);
  }

  @Test
  void startsItsThread() {
    FakeRun run = new FakeRun(new FakeMachine().dram(10, 1).cxl(10), 1);
    run.attach(new PromoteOnAccessComponent(), Map.of("migrate_wait_ms", 0));
    run.advanceTo(millis(20) - 1);
    assertThat(run.kthread("kmmmigrated").runs()).isZero();
    run.advanceTo(millis(20));
    assertThat(run.kthread("kmmmigrated").runs()).isEqualTo(1);
  }
}
