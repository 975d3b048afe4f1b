package org.tierlab.source.numab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tierlab.testkit.SimulatedTime.millis;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.FakeTask;

/** Two DRAM nodes; 40 MiB resident and a scan size of 4 MiB: ten windows, a start period of 100. */
class TaskScanTest {
  private static final NumabKnobs KNOBS =
      KnobSet.of(NumabKnobs.class).bind(Map.of("scan_size_mb", 4));

  private final FakeRun run =
      new FakeRun(new FakeMachine().dram(20_000, 1).add(0, 20_000, 1).cxl(20_000), 1);
  private final FakeMm mm = run.process("app");
  private final FakeTask task = mm.task("main");
  private final MmScan mmScan = mmScan();

  private MmScan mmScan() {
    mm.map("heap", 10_240, 2);
    SourceContext context = run.sourceContext(Map.of());
    ProtNoneMarker marker = new ProtNoneMarker(context);
    return new MmScan(mm, context.pageTable(mm), run.machine(), marker, 0);
  }

  private TaskScan scan(FakeTask of) {
    return new TaskScan(of, mmScan, 3, KNOBS);
  }

  @Test
  void theFirstTaskTakesItsStartPeriodWhenItIsFirstDue() {
    TaskScan scan = scan(task);
    assertThat(scan.dueNs()).isEqualTo(millis(1000));
    scan.pass(KNOBS);
    assertThat(scan.periodMs()).isEqualTo(100);
    assertThat(scan.dueNs()).isEqualTo(millis(1100));
    scan.pass(KNOBS);
    assertThat(scan.dueNs()).isEqualTo(millis(1200));
  }

  @Test
  void laterThreadsStartTwoTicksInAndKeepTheScanDelayAsPeriod() {
    scan(task);
    TaskScan second = scan(mm.task("second"));
    assertThat(second.dueNs()).isEqualTo(millis(1008));
    second.pass(KNOBS);
    assertThat(second.periodMs()).isEqualTo(1000);
    assertThat(second.dueNs()).isEqualTo(millis(2008));
  }

  /** The period after a move from node 0 to node 1 in the course of some pass. */
  private long periodAfterMove(int pass, int homeNode) {
    TaskScan scan = scan(task);
    scan.faults().place(pass, 0, 0);
    if (homeNode >= 0) {
      run.policyContext(Map.of()).scheduler().setHomeNode(task, homeNode);
    }
    task.onCpu(1);
    scan.noticeMove(task, KNOBS);
    return scan.periodMs();
  }

  @Test
  void whereTheLeaderWaitsNoThreadTakesTheStartPeriod() {
    mm.leaderWaiting();
    TaskScan first = scan(mm.task("first"));
    assertThat(first.dueNs()).isEqualTo(millis(1008));
    first.pass(KNOBS);
    assertThat(first.periodMs()).isEqualTo(1000);
  }

  @Test
  void aMoveBeforeTheFirstPassRestartsThePeriod() {
    assertThat(periodAfterMove(0, 1)).isEqualTo(100);
  }

  @Test
  void aMoveAwayFromThePreferredNodeRestartsThePeriod() {
    assertThat(periodAfterMove(1, 0)).isEqualTo(100);
  }

  @Test
  void aMoveWithoutPreferenceRestartsThePeriod() {
    assertThat(periodAfterMove(1, -1)).isEqualTo(100);
  }

  @Test
  void aMoveToThePreferredNodeChangesNothing() {
    assertThat(periodAfterMove(1, 1)).isEqualTo(1000);
  }

  @Test
  void aMoveBetweenOtherNodesChangesNothing() {
    assertThat(periodAfterMove(1, 2)).isEqualTo(1000);
  }

  @Test
  void stayingChangesNothing() {
    TaskScan scan = scan(task);
    scan.noticeMove(task, KNOBS);
    assertThat(scan.periodMs()).isEqualTo(1000);
  }

  @Test
  void aPassWithoutFaultsDoublesThePeriodUpToItsMaximumAndHoldsTheMmBack() {
    TaskScan scan = scan(task);
    mmScan.step(task, 0, KNOBS);
    int expected = 1000;
    for (int pass = 1; pass <= 4; pass++) {
      while (mmScan.sequence() < pass) {
        mmScan.step(task, millis(2000), KNOBS);
      }
      scan.adapt(millis(5000), KNOBS);
      // 60000 ms over ten windows.
      expected = Math.min(6000, 2 * expected);
      assertThat(scan.periodMs()).isEqualTo(expected);
      assertThat(mmScan.nextScanNs()).isEqualTo(millis(5000 + expected));
    }
  }

  @Test
  void theAdaptedPeriodStaysWithinItsBounds() {
    TaskScan scan = scan(task);
    scan.pass(KNOBS);
    while (mmScan.sequence() < 1) {
      mmScan.step(task, millis(2000), KNOBS);
    }
    // All shared and remote: seven tenths faster, but 100 ms is the minimum.
    scan.faults().count(2, 0, 10, false, false);
    scan.adapt(millis(5000), KNOBS);
    assertThat(scan.periodMs()).isEqualTo(100);
  }
}
