package org.tierlab.policy.moron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.FaultEvidence;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.policy.FaultDecision;
import org.tierlab.api.policy.FaultQuestion;
import org.tierlab.policy.moron.component.MoronComponent;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.FakeTask;

class MoronPolicyTest {
  private final FaultQuestion question = mock(FaultQuestion.class);

  private int answer(int resident, int accessing) {
    when(question.residentNode()).thenReturn(resident);
    when(question.accessingNode()).thenReturn(accessing);
    return new MoronPolicy().target(question);
  }

  @Test
  void everythingGoesToTheFaultingNode() {
    assertThat(answer(2, 0)).isZero();
    assertThat(answer(0, 1)).isEqualTo(1);
  }

  @Test
  void whatIsThereAlreadyStays() {
    assertThat(answer(1, 1)).isEqualTo(FaultDecision.STAY);
  }

  @Test
  void aPageSharedByTwoNodesGoesBackAndForth() {
    FakeRun run = new FakeRun(new FakeMachine().dram(100, 1).add(0, 100, 1), 1);
    FakeMm mm = run.process("app");
    mm.map("heap", 1, 0);
    FakeTask near = mm.task("near");
    FakeTask far = mm.task("far");
    run.attach(new MoronComponent(), Map.of());
    SourceContext source = run.sourceContext(Map.of());
    source.onHintFault(fault -> fault.consult(new FaultEvidence()));
    int[] path = new int[4];
    for (int i = 0; i < path.length; i++) {
      source.pageTable(mm).markProtNone(0, 1, new long[] {1});
      run.touch(i % 2 == 0 ? far : near, 0);
      path[i] = mm.pageTable().nodeOf(0);
    }
    assertThat(path).containsExactly(1, 0, 1, 0);
  }
}
