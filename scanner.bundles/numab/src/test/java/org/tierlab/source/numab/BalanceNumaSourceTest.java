package org.tierlab.source.numab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tierlab.testkit.SimulatedTime.millis;
import static org.tierlab.testkit.SimulatedTime.seconds;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.WalkCosts;
import org.tierlab.api.policy.FaultDecision;
import org.tierlab.source.numab.component.BalanceNumaComponent;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.FakeTask;

/** A heap of 1024 pages; a fault lengthens the period by 8 ms. */
class BalanceNumaSourceTest {
  private final FakeMachine machine = new FakeMachine().dram(9000, 1).add(0, 9000, 1);
  private final FakeRun run = new FakeRun(machine, 1);
  private final FakeMm mm = run.process("app");
  private final FakeTask task = mm.task("main");
  private final List<Integer> lastNodes = new ArrayList<>();
  private int answer = FaultDecision.STAY;

  @BeforeEach
  void free() {
    mm.map("heap", 1024, 1);
    run.walkCosts(new WalkCosts(0, 0, 0));
    run.flushCostNs(0);
    run.faultCostNs(0);
    run.policyContext(Map.of())
        .onHintFault(
            question -> {
              lastNodes.add(question.evidence().lastNode());
              return answer;
            });
  }

  private void attach(Map<String, ?> knobs) {
    run.attach(new BalanceNumaComponent(), knobs);
  }

  private long updates() {
    return run.counter("numa_pte_updates");
  }

  @Test
  void theFirstStepComesAfterTheDelayThenEveryMinimum() {
    attach(Map.of("balance_numa_scan_size_mb", 2));
    task.runFor(seconds(1) - 1);
    assertThat(updates()).isZero();
    task.runFor(1);
    assertThat(updates()).isEqualTo(512);
    task.runFor(millis(100) - 1);
    assertThat(updates()).isEqualTo(512);
    task.runFor(1);
    assertThat(updates()).isEqualTo(1024);
  }

  @Test
  void aFaultLengthensThePeriodByTwoTicks() {
    attach(Map.of("balance_numa_scan_size_mb", 2));
    task.runFor(seconds(1));
    run.touch(task, 0, 1, 2);

    task.runFor(millis(124) - 1);
    assertThat(updates()).isEqualTo(512);
    task.runFor(1);
    assertThat(updates()).isEqualTo(1024);
  }

  @Test
  void thePeriodOfAWellPlacedTaskDoubles() {
    attach(Map.of("balance_numa_scan_size_mb", 2));
    task.runFor(seconds(1));
    run.policyContext(Map.of()).wellPlaced(task);

    task.runFor(millis(200) - 1);
    assertThat(updates()).isEqualTo(512);
    task.runFor(1);
    assertThat(updates()).isEqualTo(1024);
  }

  @Test
  void doublingEndsAtTheMaximum() {
    attach(Map.of("balance_numa_scan_size_mb", 2, "balance_numa_scan_period_max_ms", 150));
    task.runFor(seconds(1));
    run.policyContext(Map.of()).wellPlaced(task);

    task.runFor(millis(150) - 1);
    assertThat(updates()).isEqualTo(512);
    task.runFor(1);
    assertThat(updates()).isEqualTo(1024);
  }

  @Test
  void thePeriodEndsAtItsMaximum() {
    attach(Map.of("balance_numa_scan_size_mb", 2, "balance_numa_scan_period_max_ms", 120));
    task.runFor(seconds(1));
    run.touch(task, 0, 1, 2, 3, 4);

    task.runFor(millis(120));
    assertThat(updates()).isEqualTo(1024);
  }

  @Test
  void theResetBringsTheMinimumBack() {
    attach(
        Map.of(
            "balance_numa_scan_size_mb", 2,
            "balance_numa_scan_period_reset_ms", 150,
            "balance_numa_scan_period_max_ms", 200));
    task.runFor(seconds(1));
    for (int page = 0; page < 20; page++) {
      run.touch(task, page);
    }
    // The period is 200 ms now; at its end 150 ms have passed, and it is 100 ms again.
    task.runFor(millis(200));
    assertThat(updates()).isEqualTo(1024);
    task.runFor(millis(100));
    assertThat(updates()).isEqualTo(1024 + 20);
  }

  @Test
  void oneThreadOfAProcessMarksInAPeriod() {
    FakeTask second = mm.task("second").onCpu(1);
    attach(Map.of("balance_numa_scan_size_mb", 2));
    task.runFor(seconds(1));
    second.runFor(seconds(1));

    assertThat(updates()).isEqualTo(1024);
    assertThat(run.nowNs()).isGreaterThanOrEqualTo(0);
  }

  @Test
  void faultsKnowTheNodeOfTheLastOne() {
    attach(Map.of());
    task.runFor(seconds(1));
    run.touch(task, 5);
    task.onCpu(1);
    task.runFor(millis(200));
    run.touch(task, 5);
    task.runFor(millis(400));
    run.touch(task, 5);

    assertThat(lastNodes).containsExactly(-1, 0, 1);
    assertThat(run.counter("numa_hint_faults")).isEqualTo(3);
    assertThat(run.counter("numa_hint_faults_local")).isEqualTo(2);
  }

  @Test
  void withoutMitigationAMigratedPageFaultsAgain() {
    attach(Map.of("double_fault_mitigation", false));
    task.runFor(seconds(1));
    answer = 0;
    run.touch(task, 5);
    assertThat(run.moves()).hasSize(1);
    run.touch(task, 5);
    run.touch(task, 5);

    // The second fault finds the page local, and does not mark it.
    assertThat(run.counter("numa_hint_faults")).isEqualTo(2);
    assertThat(run.moves()).hasSize(1);
  }

  @Test
  void withMitigationItDoesNot() {
    attach(Map.of());
    task.runFor(seconds(1));
    answer = 0;
    run.touch(task, 5);
    run.touch(task, 5);

    assertThat(run.counter("numa_hint_faults")).isEqualTo(1);
  }

  @Test
  void aPageThatStaysIsNotMarkedAgain() {
    attach(Map.of("double_fault_mitigation", false));
    task.runFor(seconds(1));
    run.touch(task, 5);
    run.touch(task, 5);

    assertThat(run.counter("numa_hint_faults")).isEqualTo(1);
  }

  @Test
  void withoutMitigationEveryFaultFlushes() {
    run.flushCostNs(700);
    attach(Map.of("tlb_flush_mitigation", false));
    task.runFor(seconds(1));
    double marking = task.chargedNs();
    run.touch(task, 5, 6);
    assertThat(task.chargedNs() - marking).isEqualTo(1400);

    run.setKnob("tlb_flush_mitigation", true);
    run.touch(task, 7);
    assertThat(task.chargedNs() - marking).isEqualTo(1400);
  }

  @Test
  void markingHoldsTheLockAsTheKnobSays() {
    run.walkCosts(new WalkCosts(0, 50, 0));
    attach(Map.of("balance_numa_scan_size_mb", 2));
    task.runFor(seconds(1));
    assertThat(task.lockedNs()).isEqualTo(512 * 50);

    run.setKnob("mmap_sem", "read");
    task.runFor(millis(100));
    assertThat(task.lockedNs()).isEqualTo(512 * 50);
    assertThat(task.chargedNs()).isEqualTo(1024 * 50);
  }

  @Test
  void theWholeSpaceIsMarkedAtOnceIfSoWanted() {
    mm.map("small", 10, 1);
    attach(
        Map.of(
            "whole_address_space", true,
            "balance_numa_scan_period_min_ms", 5000,
            "balance_numa_scan_period_max_ms", 80_000,
            "balance_numa_scan_size_mb", 1));
    task.runFor(seconds(1));
    assertThat(updates()).isEqualTo(1034);
    run.touch(task, 0);
    task.runFor(millis(5008) - 1);
    assertThat(updates()).isEqualTo(1034);
    task.runFor(1);
    assertThat(updates()).isEqualTo(1035);
  }

  @Test
  void aMachineWithOneNodeIsLeftAlone() {
    FakeRun single = new FakeRun(new FakeMachine().dram(2000, 1), 1);
    FakeMm space = single.process("app");
    space.map("heap", 1024, 0);
    FakeTask only = space.task("main");
    single.attach(new BalanceNumaComponent(), Map.of());
    only.runFor(seconds(5));
    assertThat(single.counter("numa_pte_updates")).isZero();
  }
}
