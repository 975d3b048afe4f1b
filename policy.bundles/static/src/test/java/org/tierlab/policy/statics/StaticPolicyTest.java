package org.tierlab.policy.statics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.FaultEvidence;
import org.tierlab.api.hotness.FaultOutcome;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.policy.statics.component.StaticComponent;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.FakeTask;

class StaticPolicyTest {
  private final FakeRun run = new FakeRun(new FakeMachine().dram(100, 1).cxl(100), 1);
  private final FakeMm mm = run.process("app");
  private final FakeTask task = mm.task("app");
  private final List<FaultOutcome> outcomes = new ArrayList<>();

  private void faultOnAPageOf(int node) {
    mm.map("heap", 1, node);
    run.attach(new StaticComponent(), Map.of());
    SourceContext source = run.sourceContext(Map.of());
    source.onHintFault(
        fault -> outcomes.add(fault.consult(new FaultEvidence().clear().tiering(0))));
    source.pageTable(mm).markProtNone(0, 1, new long[] {1});
    run.touch(task, 0);
  }

  @Test
  void aHotSlowPageStays() {
    faultOnAPageOf(1);
    assertThat(outcomes).containsExactly(FaultOutcome.STAYED);
    assertThat(mm.pageTable().nodeOf(0)).isEqualTo(1);
  }

  @Test
  void aFastPageStaysUnderPressure() {
    faultOnAPageOf(0);
    run.machine().node(0).leaveFree(0);
    run.wakeKswapd(0);
    run.directReclaim(task, 0);
    assertThat(mm.pageTable().nodeOf(0)).isZero();
    assertThat(run.moves()).isEmpty();
  }
}
