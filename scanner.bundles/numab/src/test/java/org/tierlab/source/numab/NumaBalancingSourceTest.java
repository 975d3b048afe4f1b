package org.tierlab.source.numab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tierlab.testkit.SimulatedTime.millis;
import static org.tierlab.testkit.SimulatedTime.seconds;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.WalkCosts;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.FaultDecision;
import org.tierlab.api.policy.FaultQuestion;
import org.tierlab.source.numab.component.NumabComponent;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.FakeTask;
import org.tierlab.testkit.PublishedEvent;

class NumaBalancingSourceTest {
  private static final long TWO_TICKS = millis(8);

  /** A fault as policies saw it. */
  private record Seen(
      long page, boolean tiering, long latencyNs, int lastNode, int lastTask, int sequence) {}

  private final FakeMachine machine =
      new FakeMachine().dram(40_000, 1).add(0, 40_000, 1).cxl(40_000);
  private final FakeRun run = new FakeRun(machine, 1);
  private final FakeMm mm = run.process("app");
  private final FakeTask task = mm.task("main");
  private final List<Seen> seen = new ArrayList<>();
  private int answer = FaultDecision.STAY;

  @BeforeEach
  void free() {
    run.walkCosts(new WalkCosts(0, 0, 0));
    run.flushCostNs(0);
    run.faultCostNs(0);
    run.policyContext(Map.of()).onHintFault(this::record);
  }

  private int record(FaultQuestion question) {
    var evidence = question.evidence();
    seen.add(
        new Seen(
            question.page(),
            evidence.tiering(),
            evidence.hintLatencyNs(),
            evidence.lastNode(),
            evidence.lastTask(),
            evidence.scanSequence()));
    return answer;
  }

  private void attach(int mode) {
    run.attach(new NumabComponent(), Map.of("numa_balancing", mode));
  }

  private void attach(int mode, Map<String, Object> knobs) {
    Map<String, Object> all = new HashMap<>(knobs);
    all.put("numa_balancing", mode);
    run.attach(new NumabComponent(), all);
  }

  private long updates() {
    return run.counter("numa_pte_updates");
  }

  @Test
  void theFirstScanComesAfterOneSecondOfCpuTime() {
    mm.map("heap", 100, 2);
    attach(1);
    task.runFor(seconds(1) - 1);
    assertThat(updates()).isZero();
    task.runFor(1);
    assertThat(updates()).isEqualTo(100);
  }

  @Test
  void sleepingTasksAreNotScanned() {
    mm.map("heap", 100, 2);
    attach(1);
    run.advanceBy(seconds(10));
    task.runFor(seconds(1) - 1);
    assertThat(updates()).isZero();
    task.runFor(1);
    assertThat(updates()).isEqualTo(100);
  }

  @Test
  void modeZeroDoesNothingUntilItIsSwitchedOn() {
    mm.map("heap", 100, 2);
    attach(0);
    task.runFor(seconds(30));
    assertThat(updates()).isZero();
    run.setKnob("kernel.numa_balancing", 2);
    task.runFor(millis(40));
    assertThat(updates()).isEqualTo(100);
  }

  @Test
  void aMachineWithOneNodeIsLeftAlone() {
    FakeRun single = new FakeRun(new FakeMachine().dram(1000, 1), 1);
    FakeMm space = single.process("app");
    space.map("heap", 100, 0);
    FakeTask two = space.task("two");
    space.task("three");
    single.attach(new NumabComponent(), Map.of("numa_balancing", 1));
    two.runFor(seconds(5));
    assertThat(single.counter("numa_pte_updates")).isZero();
  }

  @Test
  void aTaskThatRanLongBeforeCatchesUpByOnePeriodATick() {
    mm.map("heap", 4 * 8192, 2);
    task.runFor(seconds(10));
    attach(1, Map.of("scan_size_mb", 32, "scan_period_min_ms", 400));
    task.runFor(0);
    assertThat(updates()).as("at once").isEqualTo(8192);
    task.runFor(millis(100) - 1);
    assertThat(updates()).as("but the mm once in a period of 100 ms").isEqualTo(8192);
    task.runFor(millis(4));
    assertThat(updates()).isEqualTo(2 * 8192);
  }

  @Test
  void theNextScanComesAPeriodAndTwoTicksLater() {
    mm.map("heap", 2 * 65_536 / 8, 2);
    attach(1, Map.of("scan_size_mb", 32, "scan_period_min_ms", 2000));
    // 64 MiB in steps of 32: two windows, a period of 1000 ms.
    task.runFor(seconds(1));
    assertThat(updates()).isEqualTo(8192);
    task.runFor(seconds(1) + TWO_TICKS - 1);
    assertThat(updates()).isEqualTo(8192);
    task.runFor(1);
    assertThat(updates()).isEqualTo(16_384);
  }

  @Test
  void theStampIsPushedByThirtyTwoTimesTheTimeSpent() {
    run.walkCosts(new WalkCosts(0, 10_000, 0));
    run.flushCostNs(500_000);
    mm.map("heap", 16_384, 2);
    attach(1, Map.of("scan_size_mb", 32, "scan_period_min_ms", 2000));
    task.runFor(seconds(1));
    long spent = 8192 * 10_000 + 500_000;
    assertThat((long) task.chargedNs()).isEqualTo(spent);
    long due = seconds(1) + TWO_TICKS + 32 * spent + seconds(1);
    task.runFor(due - 1 - task.cpuTimeNs() + spent);
    assertThat(task.cpuTimeNs()).isEqualTo(due - 1);
    assertThat(updates()).isEqualTo(8192);
    task.runFor(1);
    assertThat(updates()).isEqualTo(16_384);
  }

  @Test
  void ofTwoThreadsOneWinsEachPeriod() {
    mm.task("second");
    mm.map("heap", 4 * 8192, 2);
    attach(1, Map.of("scan_size_mb", 32, "scan_period_min_ms", 4000));
    run.runTasks(seconds(1) + TWO_TICKS);
    assertThat(updates()).as("both are due, the mm only once").isEqualTo(8192);
    run.runTasks(seconds(1) - TWO_TICKS - 1);
    assertThat(updates()).isEqualTo(8192);
    run.runTasks(seconds(1));
    assertThat(updates()).isEqualTo(2 * 8192);
  }

  @Test
  void aMovedTaskThatIsOverdueByItsNewPeriodScansAtOnce() {
    mm.map("heap", 4 * 8192, 2);
    mm.leaderWaiting();
    attach(1, Map.of("scan_size_mb", 32, "scan_period_min_ms", 400));
    task.runFor(seconds(1) + TWO_TICKS);
    assertThat(updates()).isEqualTo(8192);
    // The threads' period is the scan delay, a second; the start period is 100 ms.
    run.advanceBy(seconds(1));
    task.runFor(millis(100) + TWO_TICKS - 1);
    assertThat(updates()).as("stayed").isEqualTo(8192);
    task.onCpu(1).runFor(0);
    assertThat(updates()).as("not due even so").isEqualTo(8192);
    task.runFor(1);
    assertThat(updates()).as("moved").isEqualTo(2 * 8192);
  }

  @Test
  void aFaultThatShortensThePeriodBringsTheScanForward() {
    mm.map("heap", 100, 1);
    mm.leaderWaiting();
    FakeTask other = mm.task("other").onCpu(0);
    attach(1, Map.of("scan_period_min_ms", 100));
    List<Long> scans = new ArrayList<>();
    for (int pass = 1; pass <= 5; pass++) {
      long before = updates();
      while (updates() == before) {
        task.runFor(millis(1));
      }
      scans.add(task.cpuTimeNs());
      // Threads of node 0 take turns on pages of node 1: shared and remote.
      for (long page = 0; page < 100; page++) {
        run.touch((page + pass) % 2 == 0 ? other : task, page);
      }
    }
    // In the fourth pass the period of 4.8 s shrinks by seven tenths: the next scan is 1.44 s and
    // two ticks after the stamp instead of 4.8 s.
    assertThat(scans.get(4) - scans.get(3)).isEqualTo(millis(1440) + TWO_TICKS);
  }

  @Test
  void countsFaultsAndLocalFaults() {
    mm.task("second");
    mm.map("near", 2, 0);
    mm.map("far", 3, 2);
    attach(1);
    task.runFor(seconds(1));
    assertThat(updates()).isEqualTo(5);
    run.touch(task, 0, 1, 2, 3, 4, 0);
    assertThat(run.counter("numa_hint_faults")).isEqualTo(5);
    assertThat(run.counter("numa_hint_faults_local")).isEqualTo(2);
    assertThat(run.published()).extracting(PublishedEvent::node).containsOnly(0);
  }

  @Test
  void tellsThePreviousAccessorOfAFault() {
    FakeTask second = mm.task("second");
    mm.map("heap", 1, 2);
    attach(1);
    run.runTasks(seconds(1));
    run.touch(task, 0);
    run.runTasks(seconds(5));
    run.touch(second, 0);
    run.runTasks(seconds(5));
    run.touch(task, 0);
    assertThat(seen).extracting(Seen::tiering).containsOnly(false);
    assertThat(seen).extracting(Seen::lastNode).containsExactly(-1, 0, 1);
    assertThat(seen).extracting(Seen::lastTask).containsExactly(-1, task.id(), second.id());
    assertThat(seen.get(2).sequence()).isGreaterThan(seen.get(0).sequence());
  }

  @Test
  void aLocalFaultIsNotRecorded() {
    mm.task("second");
    mm.map("near", 1, 0);
    attach(1);
    task.runFor(seconds(1));
    run.touch(task, 0);
    assertThat(seen).hasSize(1);
    assertThat(mm.pageTable().lastCpupid(0)).isEqualTo(-1);
  }

  @Test
  void latencyIsTheTimeFromMarkToFaultInMilliseconds() {
    mm.map("heap", 2, 2);
    attach(2);
    task.runFor(seconds(1));
    run.advanceBy(999_999_999);
    run.touch(task, 0);
    run.advanceBy(1);
    run.touch(task, 1);
    assertThat(seen).extracting(Seen::tiering).containsOnly(true);
    assertThat(seen).extracting(Seen::latencyNs).containsExactly(millis(999), millis(1000));
    assertThat(seen).extracting(Seen::lastNode).containsOnly(-1);
  }

  @Test
  void latencyWrapsWithTheField() {
    mm.map("heap", 2, 2);
    attach(2);
    task.runFor(seconds(1));
    run.advanceBy(millis(4095));
    run.touch(task, 0);
    run.advanceBy(millis(1));
    run.touch(task, 1);
    assertThat(seen).extracting(Seen::latencyNs).containsExactly(millis(4095), 0L);
  }

  @Test
  void theFaultTimeReplacesTheScanTime() {
    mm.map("heap", 1, 2);
    attach(2);
    task.runFor(seconds(1));
    run.advanceBy(millis(300));
    run.touch(task, 0);
    assertThat(mm.pageTable().lastCpupid(0)).isEqualTo(LastCpupid.accessTime(1300, 12));
  }

  @Test
  void aPromotedPageHasNoPreviousAccessor() {
    mm.task("second");
    mm.map("heap", 1, 2);
    attach(3);
    answer = 1;
    run.runTasks(seconds(1));
    run.touch(task, 0);
    assertThat(mm.pageTable().nodeOf(0)).isEqualTo(1);
    answer = FaultDecision.STAY;
    run.runTasks(seconds(5));
    run.touch(task, 0);
    assertThat(seen).extracting(Seen::tiering).containsExactly(true, false);
    assertThat(seen.get(1).lastNode()).as("the access time is none").isEqualTo(-1);
  }

  @Test
  void failingMigrationsDoubleThePeriodWithEveryPass() {
    Vma heap = mm.map("heap", 8, 0);
    FakeTask far = mm.task("far");
    machine.node(1).leaveFree(0);
    answer = 1;
    attach(1);
    long before = 0;
    List<Long> gaps = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      long marks = updates();
      while (updates() == marks) {
        far.runFor(millis(4));
      }
      gaps.add(Math.round((far.cpuTimeNs() - before) / 1e9));
      before = far.cpuTimeNs();
      for (long page = 0; page < heap.pages(); page++) {
        run.touch(far, page);
      }
    }
    // The first fault of the first pass knows of no failure yet, but of nothing local either.
    assertThat(gaps).containsExactly(1L, 2L, 4L, 8L);
  }

  @Test
  void memoryTieringIgnoresSlowTierFaultsInThePeriod() {
    mm.map("heap", 8, 2);
    attach(2);
    List<Long> marks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      long before = updates();
      while (updates() == before) {
        task.runFor(millis(4));
      }
      marks.add(Math.round(task.cpuTimeNs() / 1e9));
      run.touch(task, 0, 1, 2, 3, 4, 5, 6, 7);
    }
    assertThat(marks).containsExactly(1L, 2L, 3L, 4L);
  }
}
