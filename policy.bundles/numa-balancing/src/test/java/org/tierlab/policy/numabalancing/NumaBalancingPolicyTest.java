package org.tierlab.policy.numabalancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.tierlab.testkit.SimulatedTime.millis;
import static org.tierlab.testkit.SimulatedTime.seconds;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.FaultEvidence;
import org.tierlab.api.hotness.FaultOutcome;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.FaultDecision;
import org.tierlab.api.policy.FaultQuestion;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.FakeTask;
import org.tierlab.testkit.SchedulerCall;

/** Two DRAM nodes with a CPU each (0 and 1) and a CXL node (2) nearer to node 1. */
class NumaBalancingPolicyTest {
  private static final int STAY = FaultDecision.STAY;
  private static final long GIB_PAGES = 262_144;

  private final FakeMachine machine =
      new FakeMachine()
          .dram(2 * GIB_PAGES, 1)
          .add(0, 2 * GIB_PAGES, 1)
          .cxl(2 * GIB_PAGES)
          .distance(2, 1, 17);
  private final FakeRun run = new FakeRun(machine, 1);
  private final FakeMm mm = run.process("app");
  private final FakeTask task = mm.task("main");
  private final FakeTask other = mm.task("other");
  private Vma vma = mm.map("heap", 64, 2);
  private final FaultEvidence evidence = new FaultEvidence();
  private long nowNs = seconds(1);

  private NumaBalancingPolicy policy(int mode) {
    return policy(Map.of("numa_balancing", mode));
  }

  private NumaBalancingPolicy policy(Map<String, ?> knobs) {
    return new NumaBalancingPolicy(run.policyContext(knobs));
  }

  /** A fault of a task, from its node, on a page somewhere. */
  private FaultQuestion fault(FakeTask by, int resident) {
    FaultQuestion question = mock(FaultQuestion.class);
    when(question.task()).thenReturn(by);
    when(question.mm()).thenReturn(mm);
    when(question.vma()).thenReturn(vma);
    when(question.residentNode()).thenReturn(resident);
    int node = by.node();
    when(question.accessingNode()).thenReturn(node);
    when(question.evidence()).thenReturn(evidence);
    when(question.nowNs()).thenReturn(nowNs);
    return question;
  }

  private void full(int node) {
    machine.node(node).leaveFree(machine.node(node).promoWatermark());
  }

  // Memory tiering.

  @Test
  void aHotPageFaultsSoonerThanTheThreshold() {
    NumaBalancingPolicy policy = policy(2);
    full(0);
    evidence.tiering(millis(1000) - 1);
    assertThat(policy.target(fault(task, 2))).isZero();
    evidence.tiering(millis(1000));
    assertThat(policy.target(fault(task, 2))).isEqualTo(STAY);
    assertThat(run.counter("pgpromote_candidate")).isEqualTo(1);
    assertThat(run.counter("pgpromote_candidate_nrl")).isZero();
  }

  @Test
  void withRoomOnTheTargetHotnessAndRateDoNotMatter() {
    NumaBalancingPolicy policy =
        policy(Map.of("numa_balancing", 2, "numa_balancing_promote_rate_limit_MBps", 0));
    long boundary = machine.node(0).promoWatermark() + GIB_PAGES;
    evidence.tiering(seconds(4));
    machine.node(0).leaveFree(boundary);
    assertThat(policy.target(fault(task, 2))).isEqualTo(STAY);
    machine.node(0).leaveFree(boundary + 1);
    assertThat(policy.target(fault(task, 2))).isZero();
    assertThat(run.counter("pgpromote_candidate")).isZero();
    assertThat(run.counter("pgpromote_candidate_nrl")).isEqualTo(1);
  }

  @Test
  void roomIsLookedForOnTheTargetOnly() {
    NumaBalancingPolicy policy = policy(2);
    full(0);
    evidence.tiering(seconds(2));
    assertThat(policy.target(fault(task, 2))).isEqualTo(STAY);
    assertThat(policy.target(fault(other, 2))).isEqualTo(1);
  }

  @Test
  void theRateLimitHoldsForEachTargetNode() {
    NumaBalancingPolicy policy =
        policy(Map.of("numa_balancing", 2, "numa_balancing_promote_rate_limit_MBps", 1));
    full(0);
    full(1);
    evidence.tiering(0);
    int admitted = 0;
    for (int i = 0; i < 300; i++) {
      admitted += policy.target(fault(task, 2)) == STAY ? 0 : 1;
    }
    assertThat(admitted).isEqualTo(255);
    assertThat(policy.target(fault(other, 2))).isEqualTo(1);
    assertThat(run.counter("pgpromote_candidate")).isEqualTo(301);
  }

  @Test
  void countsThePagesOfAHugeFolio() {
    NumaBalancingPolicy policy = policy(2);
    vma = mm.map("thp", 512, 9, Vma.Kind.ANONYMOUS, 2);
    evidence.tiering(0);
    full(0);
    policy.target(fault(task, 2));
    assertThat(run.counter("pgpromote_candidate")).isEqualTo(512);
    policy.target(fault(other, 2));
    assertThat(run.counter("pgpromote_candidate_nrl")).isEqualTo(512);
  }

  @Test
  void switchingMemoryTieringOnStartsTheAdjustmentAfresh() {
    NumaBalancingPolicy policy = policy(1);
    policy.start();
    full(0);
    run.advanceBy(seconds(50));
    run.setKnob("numa_balancing", 2);
    evidence.tiering(millis(1100));
    nowNs = seconds(110);
    assertThat(policy.target(fault(task, 2))).as("60 s after the switch").isEqualTo(STAY);
    nowNs = seconds(110) + millis(1);
    assertThat(policy.target(fault(task, 2))).as("threshold 1125 ms").isZero();
  }

  // Normal balancing.

  @Test
  void whatIsOnTheFaultingNodeStays() {
    NumaBalancingPolicy policy = policy(1);
    assertThat(policy.target(fault(task, 0))).isEqualTo(STAY);
    evidence.tiering(0);
    machine.node(0).leaveFree(2 * GIB_PAGES - 100);
    assertThat(policy.target(fault(task, 0))).isEqualTo(STAY);
    assertThat(run.counter("pgpromote_candidate_nrl")).isZero();
  }

  @Test
  void theFirstFaultOnASlowPageIsOnlyRecorded() {
    NumaBalancingPolicy policy = policy(1);
    assertThat(policy.target(fault(task, 2))).isEqualTo(STAY);
    evidence.last(0, task.id());
    assertThat(policy.target(fault(task, 2))).isZero();
  }

  @Test
  void theFirstFaultOnAFastPageMigrates() {
    assertThat(policy(1).target(fault(task, 1))).isZero();
  }

  /** Gives a task a preferred node and a number of passes. */
  private void pass(NumaBalancingPolicy policy, FakeTask by, int node, int sequence, int faults) {
    evidence.clear().last(node, by.id()).scanSequence(sequence - 1);
    for (int i = 0; i < faults; i++) {
      policy.decided(fault(by, node), FaultOutcome.STAYED);
    }
    evidence.scanSequence(sequence);
    policy.decided(fault(by, node), FaultOutcome.STAYED);
    evidence.clear();
  }

  @Test
  void earlyOnAPrivateFaultMigratesFromAnyNode() {
    NumaBalancingPolicy policy = policy(1);
    pass(policy, task, 0, 4, 10);
    evidence.last(1, task.id());
    assertThat(policy.target(fault(task, 1))).isZero();
  }

  @Test
  void afterFourPassesTwoFaultsMustComeFromTheSameNode() {
    NumaBalancingPolicy policy = policy(1);
    pass(policy, task, 0, 5, 10);
    evidence.last(1, task.id());
    assertThat(policy.target(fault(task, 1))).isEqualTo(STAY);
    evidence.last(0, task.id());
    assertThat(policy.target(fault(task, 1))).isZero();
  }

  @Test
  void withoutAPreferredNodeItIsStillEarlyAfterFourPasses() {
    NumaBalancingPolicy policy = policy(1);
    evidence.last(0, task.id()).scanSequence(9);
    policy.decided(fault(task, 0), FaultOutcome.STAYED);
    evidence.last(1, task.id());
    assertThat(policy.target(fault(task, 1))).isZero();
  }

  @Test
  void aFirstFaultPassesTheTwoStageFilterLater() {
    NumaBalancingPolicy policy = policy(1);
    pass(policy, task, 0, 5, 10);
    assertThat(policy.target(fault(task, 1))).isZero();
  }

  @Test
  void aSharedFaultIsFilteredEvenEarly() {
    NumaBalancingPolicy policy = policy(1);
    evidence.last(1, other.id());
    assertThat(policy.target(fault(task, 1))).isEqualTo(STAY);
    evidence.last(0, other.id());
    assertThat(policy.target(fault(task, 1))).as("no group yet").isZero();
  }

  @Test
  void eightBitsTellTasksApart() {
    NumaBalancingPolicy policy = policy(1);
    evidence.last(1, task.id() + 256);
    assertThat(policy.target(fault(task, 1))).as("taken for its own").isZero();
  }

  @Test
  void aGroupThatFaultsMostlyElsewhereKeepsItsSharedMemory() {
    NumaBalancingPolicy policy = policy(1);
    // By CPU: node 0 about a tenth of 65536 × 10/11, node 1 65536 × 100/101; memory 10 and 100.
    shared(policy, other, 1, 100, seconds(1));
    shared(policy, task, 0, 10, millis(100));
    evidence.clear().last(0, other.id());
    assertThat(policy.target(fault(task, 1))).isEqualTo(STAY);
    evidence.clear().last(1, task.id());
    assertThat(policy.target(fault(other, 0))).isEqualTo(1);
  }

  /** A pass of a second with shared faults by a task on pages of a node. */
  private void shared(
      NumaBalancingPolicy policy, FakeTask by, int resident, int faults, long runNs) {
    FakeTask last = by == task ? other : task;
    evidence.clear().last(by.node(), last.id()).scanSequence(6);
    for (int i = 0; i < faults; i++) {
      policy.decided(fault(by, resident), FaultOutcome.STAYED);
    }
    by.runFor(runNs);
    nowNs += seconds(1);
    evidence.scanSequence(7);
    policy.decided(fault(by, resident), FaultOutcome.STAYED);
    evidence.clear();
  }

  // Preferred node.

  @Test
  void theNodeWithMostFaultsBecomesTheHomeNode() {
    NumaBalancingPolicy policy = policy(1);
    other.exit();
    pass(policy, task, 1, 1, 10);
    assertThat(run.schedulerCalls())
        .containsExactly(
            new SchedulerCall(SchedulerCall.Kind.MOVE, task.id(), 1),
            new SchedulerCall(SchedulerCall.Kind.HOME_NODE, task.id(), 1));
  }

  @Test
  void memoryWithoutCpusPrefersTheNearestNodeWithCpus() {
    NumaBalancingPolicy policy = policy(1);
    other.exit();
    pass(policy, task, 2, 1, 10);
    assertThat(run.schedulerCalls())
        .contains(new SchedulerCall(SchedulerCall.Kind.HOME_NODE, task.id(), 1));
  }

  @Test
  void aTaskOffItsPreferredNodeIsMovedAgainOnceASecond() {
    NumaBalancingPolicy policy = policy(1);
    FakeTask blocker = mm.task("blocker").onCpu(1);
    pass(policy, task, 1, 1, 10);
    nowNs += seconds(1) - 1;
    policy.decided(fault(task, 0), FaultOutcome.STAYED);
    assertThat(task.node()).isZero();
    blocker.exit();
    other.exit();
    evidence.last(0, task.id()).scanSequence(1);
    policy.decided(fault(task, 0), FaultOutcome.STAYED);
    assertThat(task.node()).isZero();
    nowNs += 1;
    policy.decided(fault(task, 0), FaultOutcome.STAYED);
    assertThat(task.node()).isEqualTo(1);
  }

  @Test
  void aTaskOfAGroupThatMayNotMoveSettlesWhereItIs() {
    NumaBalancingPolicy policy = policy(1);
    mm.task("blocker").onCpu(1);
    evidence.last(0, other.id()).scanSequence(6);
    policy.decided(fault(task, 1), FaultOutcome.STAYED);
    evidence.scanSequence(7);
    policy.decided(fault(task, 1), FaultOutcome.STAYED);

    assertThat(run.schedulerCalls())
        .containsExactly(
            new SchedulerCall(SchedulerCall.Kind.MOVE, task.id(), 1),
            new SchedulerCall(SchedulerCall.Kind.HOME_NODE, task.id(), 0));
    nowNs += seconds(2);
    policy.decided(fault(task, 1), FaultOutcome.STAYED);
    assertThat(run.schedulerCalls()).as("it does not try again").hasSize(2);
  }

  @Test
  void memoryTieringTakesNoAccountOfSlowPages() {
    NumaBalancingPolicy policy = policy(2);
    pass(policy, task, 2, 1, 10);
    assertThat(run.schedulerCalls()).isEmpty();
    pass(policy, task, 0, 2, 10);
    assertThat(run.schedulerCalls()).isNotEmpty();
  }

  // MPOL_MF_LAZY.

  @Test
  void aPageThatItsProcessAskedForGoesWithoutAnyTest() {
    NumaBalancingPolicy policy = policy(2);
    full(0);
    evidence.tiering(seconds(4)).lazy();
    assertThat(policy.target(fault(task, 2))).isZero();
    assertThat(policy.target(fault(other, 0))).isEqualTo(1);
    assertThat(policy.target(fault(task, 0))).isEqualTo(STAY);
    assertThat(run.counter("pgpromote_candidate")).isZero();
    evidence.clear().tiering(seconds(4));
    assertThat(policy.target(fault(task, 2))).isEqualTo(STAY);
  }

  @Test
  void aSourceThatKnowsTheNodeOnlyHasNoPrivateFaults() {
    NumaBalancingPolicy policy = policy(1);
    evidence.last(0, -1);
    assertThat(policy.target(fault(task, 1))).isZero();
    evidence.last(1, -1);
    assertThat(policy.target(fault(task, 1))).isEqualTo(STAY);
  }
}
