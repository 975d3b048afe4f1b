package org.tierlab.source.numab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tierlab.testkit.SimulatedTime.millis;
import static org.tierlab.testkit.SimulatedTime.seconds;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.WalkCosts;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.policy.FaultDecision;
import org.tierlab.source.numab.component.NumabComponent;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.FakeTask;

class LazyMarkingTest {
  private final FakeMachine machine = new FakeMachine().dram(4000, 2).cxl(4000);
  private final FakeRun run = new FakeRun(machine, 1);
  private final FakeMm redis = run.process("redis");
  private final FakeTask server = redis.task("server");
  private final FakeMm batch = run.process("batch");
  private final FakeTask worker = batch.task("worker");
  private final List<Long> asked = new ArrayList<>();
  private final List<Long> unasked = new ArrayList<>();

  @BeforeEach
  void processes() {
    redis.map("heap", 100, 1);
    redis.map("code", 10, 0);
    batch.map("heap", 100, 1);
    run.walkCosts(new WalkCosts(0, 100, 0));
    run.flushCostNs(1000);
    run.faultCostNs(0);
    run.policyContext(Map.of())
        .onHintFault(
            question -> {
              (question.evidence().asked() ? asked : unasked).add(question.page());
              return FaultDecision.STAY;
            });
  }

  private void attach(int mode, String lazy) {
    Map<String, Object> knobs = new HashMap<>();
    knobs.put("numa_balancing", mode);
    knobs.put("mpol_mf_lazy", lazy);
    run.attach(new NumabComponent(), knobs);
  }

  private long updates() {
    return run.counter("numa_pte_updates");
  }

  @Test
  void aProcessIsMarkedBeforeItsFirstAccessInWhateverMode() {
    attach(0, "redis");
    assertThat(updates()).isZero();
    worker.runFor(millis(1));
    assertThat(updates()).isZero();
    server.runFor(1);

    assertThat(updates()).isEqualTo(110);
    // 110 entries and one flush a mapping, paid by the task that calls.
    assertThat(server.chargedNs()).isEqualTo(110 * 100 + 2 * 1000);
    assertThat(worker.chargedNs()).isZero();
  }

  @Test
  void faultsOnItsPagesSayThatItHasAsked() {
    attach(1, "redis/heap");
    server.runFor(1);
    assertThat(updates()).isEqualTo(100);
    run.touch(server, 7, 105, 7);
    assertThat(asked).containsExactly(7L);

    // The scanner's marks are nobody's wish, though it was the same page.
    server.runFor(seconds(1));
    run.touch(server, 7);
    assertThat(asked).containsExactly(7L);
    assertThat(unasked).containsExactly(7L);
  }

  @Test
  void everyChangeIsANewCall() {
    attach(0, "");
    server.runFor(millis(100));
    assertThat(updates()).isZero();

    run.setKnob("mpol_mf_lazy", "redis/code, batch");
    server.runFor(1);
    assertThat(updates()).isEqualTo(10);
    worker.runFor(1);
    assertThat(updates()).isEqualTo(110);
    run.touch(server, 100);
    run.touch(worker, 0, 1);
    assertThat(asked).containsExactly(100L, 0L, 1L);

    run.setKnob("mpol_mf_lazy", "batch");
    server.runFor(millis(1));
    worker.runFor(millis(1));
    // Two were referenced meanwhile; the rest is marked still.
    assertThat(updates()).isEqualTo(112);
  }

  @Test
  void oneThreadCallsForItsProcess() {
    FakeTask second = redis.task("second");
    attach(0, "redis");
    server.runFor(1);
    run.touch(server, 5);
    second.runFor(1);

    assertThat(updates()).isEqualTo(110);
    assertThat(second.chargedNs()).isZero();
  }

  @Test
  void namesMustBeThere() {
    for (String bad : List.of("redis,,batch", "/heap", "redis/", ",")) {
      assertThatThrownBy(() -> LazyRequest.parse(bad))
          .isInstanceOf(KnobException.class)
          .hasMessageContaining("mpol_mf_lazy")
          .hasMessageContaining("expected PROCESS or PROCESS/MAPPING");
    }
  }
}
