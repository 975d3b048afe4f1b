package org.tierlab.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tierlab.testkit.SimulatedTime.micros;
import static org.tierlab.testkit.SimulatedTime.millis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.FaultEvidence;
import org.tierlab.api.hotness.FaultOutcome;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.LruBatch;
import org.tierlab.api.memory.PageTableWriter;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.FaultDecision;
import org.tierlab.api.policy.HotnessFeed;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.time.Kthread;

class FakeRunTest {
  private final FakeMachine machine = new FakeMachine().dram(1000, 2).cxl(4000);
  private final FakeRun run = new FakeRun(machine, 1);
  private final FakeMm mm = run.process("app");

  @Test
  void watermarksFollowTheKernelsFormula() {
    FakeNode node = machine.node(1).watermarkScaleFactor(100);
    assertThat(node.minWatermark(160).lowWatermark()).isEqualTo(160 + 40);
    assertThat(node.minWatermark(164).lowWatermark()).isEqualTo(164 + 41);
    assertThat(node.highWatermark()).isEqualTo(164 + 82);
    assertThat(node.promoWatermark()).isEqualTo(164 + 123);
    assertThat(node.minWatermark(159).lowWatermark()).isEqualTo(159 + 40);
  }

  @Test
  void demotionGoesToTheNearestNodeOfTheNextTier() {
    FakeMachine four = new FakeMachine().dram(10, 1).dram(10, 1).cxl(10).cxl(10).distance(1, 3, 14);
    assertThat(four.demotionTarget(0)).isEqualTo(2);
    assertThat(four.demotionTarget(1)).isEqualTo(3);
    assertThat(four.demotionTarget(2)).isEqualTo(-1);
  }

  @Test
  void theMmapLockIsHeldFromItsFirstToBeforeItsLastMoment() {
    SourceContext source = run.sourceContext(Map.of());
    mm.holdMmapLock(100, 200);
    assertThat(source.mmapReadTrylock(mm, 99)).isTrue();
    assertThat(source.mmapReadTrylock(mm, 100)).isFalse();
    assertThat(source.mmapReadTrylock(mm, 199)).isFalse();
    assertThat(source.mmapReadTrylock(mm, 200)).isTrue();
  }

  @Test
  void fieldsOfAnMmAndStatesAreShared() {
    SourceContext source = run.sourceContext(Map.of());
    PolicyContext policy = run.policyContext(Map.of());
    source.counter(mm, "target_node").set(3);
    assertThat(policy.counter(mm, "target_node").value()).isEqualTo(3);
    assertThat(policy.counter(run.process("other"), "target_node").value()).isZero();
    assertThat(run.counters()).isEmpty();
    source.counter("nr_things").set(5);
    source.counter("nr_things").set(2);
    assertThat(run.counter("nr_things")).isEqualTo(2);
  }

  @Test
  void kernelThreadRunsWhenDueAndAfterWhatItWasCharged() {
    Kthread thread = run.sourceContext(Map.of()).kthread("k");
    List<Long> starts = new ArrayList<>();
    thread.after(
        micros(10),
        () -> {
          starts.add(run.nowNs());
          thread.charge(99_999);
          assertThat(thread.sliceUsed()).isFalse();
          thread.charge(1);
          assertThat(thread.sliceUsed()).isTrue();
          thread.after(0, () -> starts.add(run.nowNs()));
        });
    run.advanceTo(micros(109));
    assertThat(starts).containsExactly(micros(10));
    run.advanceTo(micros(110));
    assertThat(starts).containsExactly(micros(10), micros(110));
    assertThat(run.kthread("k").chargedNs()).isEqualTo(100_000);
  }

  @Test
  void cancelledWorkDoesNotRun() {
    Kthread thread = run.sourceContext(Map.of()).kthread("k");
    thread.after(5, () -> assertThat(run.nowNs()).as("never").isNegative());
    thread.cancel();
    run.advanceBy(10);
    assertThat(thread.pending()).isFalse();
  }

  @Test
  void taskWorkFollowsTheTasksCpuTimeAndIsPaidByIt() {
    SourceContext context = run.sourceContext(Map.of());
    List<Long> cpuTimes = new ArrayList<>();
    context.onTaskClock(
        task -> {
          cpuTimes.add(task.task().cpuTimeNs());
          task.charge(1e6);
          return task.task().cpuTimeNs() + millis(10);
        });
    FakeTask task = mm.task("t");
    run.advanceBy(millis(100));
    assertThat(cpuTimes).isEmpty();
    run.runTasks(millis(21));
    assertThat(cpuTimes).containsExactly(0L, millis(11));
    assertThat(task.cpuTimeNs()).isEqualTo(millis(21));
    assertThat(task.chargedNs()).isEqualTo(2e6);
  }

  @Test
  void taskWorkIsBroughtForwardByItsSourceAndByAMoveToAnotherNode() {
    FakeRun two = new FakeRun(new FakeMachine().dram(10, 1).dram(10, 1), 1);
    SourceContext context = two.sourceContext(Map.of());
    two.sourceContext(Map.of()).onTaskClock(work -> Long.MAX_VALUE);
    List<Long> cpuTimes = new ArrayList<>();
    context.onTaskClock(
        work -> {
          cpuTimes.add(work.task().cpuTimeNs());
          return Long.MAX_VALUE;
        });
    FakeTask task = two.process("app").task("t");
    task.runFor(millis(10));
    context.taskDue(task, millis(15));
    context.taskDue(task, millis(20));
    task.runFor(millis(10));
    assertThat(cpuTimes).containsExactly(0L, millis(15));
    task.onCpu(1).runFor(millis(10));
    assertThat(cpuTimes).containsExactly(0L, millis(15), millis(20));
  }

  @Test
  void planesCoverWholeFoliosAtTheirHead() {
    Vma small = mm.map("small", 3, 0);
    Vma huge = mm.map("huge", 16, 2, Vma.Kind.ANONYMOUS, 1);
    assertThat(huge.firstPage()).isEqualTo(4);
    long[] out = new long[1];
    mm.pageTable().present(0, 1, out);
    assertThat(out[0]).isEqualTo(0x1_1117L);
    mm.pageTable().onNodes(0, 1, 0b10, out);
    assertThat(out[0]).isEqualTo(0x1_1110L);
    assertThat(machine.node(0).freePages()).isEqualTo(1000 - small.pages());
    assertThat(machine.node(1).freePages()).isEqualTo(4000 - 16);
    mm.access(7);
    assertThat(mm.accessed(4)).isTrue();
    assertThatThrownBy(() -> mm.pageTable().present(64, 1, out))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writerClearsTheAccessedBitOfOnePageOnly() {
    mm.map("heap", 64, 1);
    PageTableWriter table = run.sourceContext(Map.of()).pageTable(mm);
    mm.access(1, 5);
    assertThat(table.testAndClearAccessed(5)).isTrue();
    assertThat(table.testAndClearAccessed(5)).isFalse();
    assertThat(mm.accessed(5)).isFalse();
    assertThat(mm.accessed(1)).isTrue();
  }

  @Test
  void listsReadAndChangePagesThatLieApart() {
    mm.map("heap", 200, 1);
    mm.map("new", 2, FakeMm.NOT_PRESENT);
    PageTableWriter table = run.sourceContext(Map.of()).pageTable(mm);
    mm.access(1, 150);
    long[] pages = {150, 3, 200, 1, 150};
    long[] out = new long[1];
    table.present(pages, 5, out);
    assertThat(out[0]).isEqualTo(0b11011);
    table.accessed(pages, 3, out);
    assertThat(out[0]).isEqualTo(0b00001);
    table.testAndClearAccessed(pages, 5, out);
    assertThat(out[0]).as("the second time it is clear").isEqualTo(0b01001);
    assertThat(mm.accessed(150)).isFalse();
    table.setFlag(FolioFlag.IDLE, pages, 5, new long[] {0b00110});
    table.flag(FolioFlag.IDLE, pages, 5, out);
    assertThat(out[0]).as("nothing to flag at 200").isEqualTo(0b00010);
  }

  @Test
  void writerChangesWhatTheMaskSays() {
    mm.map("heap", 64, 1);
    PageTableWriter table = run.sourceContext(Map.of()).pageTable(mm);
    mm.access(1, 5);
    long[] out = new long[1];
    table.testAndClearAccessed(0, 1, out);
    assertThat(out[0]).isEqualTo(0b100010);
    table.accessed(0, 1, out);
    assertThat(out[0]).isZero();
    table.setFlag(FolioFlag.IDLE, 0, 1, new long[] {0b110});
    table.clearFlag(FolioFlag.IDLE, 0, 1, new long[] {0b100});
    assertThat(mm.flagged(FolioFlag.IDLE, 1)).isTrue();
    assertThat(mm.flagged(FolioFlag.IDLE, 2)).isFalse();
    assertThat(table.markProtNone(0, 1, new long[] {0b11})).isEqualTo(2);
    assertThat(table.markProtNone(0, 1, new long[] {0b111})).isEqualTo(1);
    assertThat(table.lastCpupid(9)).isEqualTo(-1);
    table.setLastCpupid(0, 1, new long[] {1L << 9}, 77);
    assertThat(table.lastCpupid(9)).isEqualTo(77);
  }

  @Test
  void touchAllocatesOnTheTasksNodeAndThenElsewhere() {
    mm.map("heap", 8, FakeMm.NOT_PRESENT);
    FakeTask task = mm.task("t");
    machine.node(0).leaveFree(1);
    run.touch(task, 0, 1);
    assertThat(mm.pageTable().nodeOf(0)).isZero();
    assertThat(mm.pageTable().nodeOf(1)).isEqualTo(1);
    assertThat(mm.accessed(1)).isTrue();
  }

  @Test
  void hintFaultIsPublishedDecidedAndCarriedOut() {
    mm.map("heap", 8, 1);
    FakeTask task = mm.task("t");
    SourceContext source = run.sourceContext(Map.of());
    List<FaultOutcome> outcomes = new ArrayList<>();
    source.onHintFault(
        fault -> outcomes.add(fault.consult(new FaultEvidence().tiering(5).last(1, 3))));
    source.pageTable(mm).markProtNone(0, 1, new long[] {0b111});
    run.touch(task, 0);
    PolicyContext policy = run.policyContext(Map.of());
    List<Integer> heard = new ArrayList<>();
    policy.onHintFault(
        question ->
            question.page() == 1 && question.evidence().hintLatencyNs() == 5
                ? question.accessingNode()
                : FaultDecision.STAY);
    policy.onFaultDecided((question, outcome) -> heard.add(question.residentNode()));
    run.touch(task, 1, 2, 2);
    assertThat(outcomes)
        .containsExactly(FaultOutcome.NO_POLICY, FaultOutcome.MIGRATED, FaultOutcome.STAYED);
    assertThat(heard).containsExactly(0, 1);
    assertThat(run.published()).extracting(PublishedEvent::firstPage).containsExactly(0L, 1L, 2L);
    assertThat(run.published()).extracting(PublishedEvent::node).containsOnly(0);
    assertThat(run.moves()).extracting(Move::reason).containsExactly(Reason.NUMA_MISPLACED);
  }

  @Test
  void plansRespectTheWatermarkOfTheirRule() {
    mm.map("heap", 8, 1);
    PolicyContext policy = run.policyContext(Map.of());
    Kthread thread = policy.kthread("migrator");
    MigrationPlan plan =
        new MigrationPlan(
            Reason.PROMOTION, Batching.BATCHED, TargetRule.HIGH_WATERMARK_WAKE_KSWAPD);
    plan.add(mm, 0, 0);
    plan.add(mm, 1, 0);
    plan.add(mm, 2, 1);
    machine.node(0).leaveFree(machine.node(0).highWatermark() + 2);
    List<MigrationOutcome> outcomes = new ArrayList<>();
    policy.migrate(
        plan,
        thread,
        report -> {
          for (int i = 0; i < report.plan().size(); i++) {
            outcomes.add(report.outcome(i));
          }
          assertThat(report.migrated()).isEqualTo(1);
          assertThat(report.failed()).isEqualTo(1);
        });
    assertThat(outcomes).as("completion comes later").isEmpty();
    assertThat(thread.pending()).isTrue();
    run.advanceBy(0);
    assertThat(outcomes)
        .containsExactly(
            MigrationOutcome.MIGRATED,
            MigrationOutcome.TARGET_FULL,
            MigrationOutcome.ALREADY_THERE);
    assertThat(run.kswapdWakes()).containsExactly(0);
    assertThat(mm.residentPages(0)).isEqualTo(1);
  }

  @Test
  void nonsenseIsNotPublished() {
    mm.map("heap", 8, 1);
    SourceContext source = run.sourceContext(Map.of());
    HotnessEvents events = new HotnessEvents();
    events.add(mm, 0, 8, 1, -1, -1, -1, 0, 0);
    source.publish(events);
    events.add(mm, 1, 8, 1, -1, -1, -1, 0, 0);
    assertThatThrownBy(() -> source.publish(events)).hasMessageContaining("firstPage=1");
    assertThat(run.published()).hasSize(1);
    HotnessFeed feed = run.policyContext(Map.of()).hotness();
    HotnessEvents read = new HotnessEvents();
    assertThat(feed.poll(read, 10)).isEqualTo(1);
    assertThat(read.pages(0)).isEqualTo(8);
    assertThat(read.source(0)).isZero();
    assertThat(feed.pending()).isZero();
  }

  @Test
  void lruIsScannedInClockOrderAndClearsReferences() {
    mm.map("heap", 6, 1);
    mm.access(1);
    mm.flag(FolioFlag.YOUNG, 2, true);
    mm.flag(FolioFlag.ACTIVE, 5, true);
    PolicyContext policy = run.policyContext(Map.of());
    LruBatch batch = new LruBatch();
    assertThat(policy.lru(1).scanInactive(3, batch)).isEqualTo(3);
    assertThat(List.of(batch.referenced(0), batch.referenced(1), batch.referenced(2)))
        .containsExactly(false, true, true);
    assertThat(batch.referencedBefore(1)).isFalse();
    assertThat(mm.flagged(FolioFlag.REFERENCED, 1)).isTrue();
    assertThat(policy.lru(1).scanInactive(6, batch)).isEqualTo(6 - 1);
    assertThat(batch.referencedBefore(3)).isTrue();
    assertThat(batch.referenced(3)).isFalse();
    assertThat(mm.flagged(FolioFlag.REFERENCED, 1)).isFalse();
    assertThat(List.of(batch.page(0), batch.page(1), batch.page(2))).containsExactly(3L, 4L, 0L);
    policy.lru(1).activate(batch, 0);
    assertThat(policy.lru(1).activePages()).isEqualTo(2);
    assertThat(policy.lru(1).inactivePages()).isEqualTo(4);
  }

  @Test
  void exitFreesTheMemory() {
    mm.map("heap", 8, 1);
    FakeTask task = mm.task("t");
    mm.exit();
    assertThat(task.exited()).isTrue();
    assertThat(run.addressSpaces()).isEmpty();
    assertThat(machine.node(1).freePages()).isEqualTo(4000);
    assertThatThrownBy(() -> run.sourceContext(Map.of()).pageTable(mm))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void schedulerCallsAreRecordedAndCarriedOut() {
    FakeMachine two = new FakeMachine().dram(10, 1).dram(10, 2);
    FakeRun other = new FakeRun(two, 1);
    FakeMm space = other.process("p");
    FakeTask a = space.task("a");
    FakeTask b = space.task("b");
    PolicyContext policy = other.policyContext(Map.of());
    policy.scheduler().setHomeNode(a, 1);
    policy.scheduler().swap(a, b);
    assertThat(a.node()).isEqualTo(1);
    assertThat(b.node()).isZero();
    assertThat(a.homeNode()).isEqualTo(1);
    assertThat(policy.scheduler().moveToIdleCpu(b, 1)).isTrue();
    assertThat(policy.scheduler().moveToIdleCpu(a, 1)).isFalse();
    assertThat(other.schedulerCalls())
        .extracting(SchedulerCall::kind)
        .containsExactly(
            SchedulerCall.Kind.HOME_NODE,
            SchedulerCall.Kind.SWAP,
            SchedulerCall.Kind.MOVE,
            SchedulerCall.Kind.MOVE);
  }
}
