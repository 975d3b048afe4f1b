package org.tierlab.policy.numabalancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tierlab.testkit.SimulatedTime.millis;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.WalkCosts;
import org.tierlab.policy.numabalancing.component.NumaBalancingComponent;
import org.tierlab.source.numab.component.NumabComponent;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.FakeTask;

/**
 * Source and policy together against what Linux 6.18 counted: 256 MiB on a slow node, some of it
 * read and written in endless passes by one task, 512 MiB on each node.
 */
class RecordedKernelTest {
  private static final int ALL = 65_536;
  private static final int TENTH = 6_553;

  private final FakeRun run = new FakeRun(new FakeMachine().dram(131_072, 1).cxl(131_072), 1);
  private final FakeMm mm = run.process("static");
  private final FakeTask task = mm.task("main");

  @BeforeEach
  void free() {
    run.walkCosts(new WalkCosts(0, 0, 0));
    run.flushCostNs(0);
    run.faultCostNs(0);
  }

  /** Five seconds of passes over the hot mapping. */
  private void simulate(int mode, int hotPages) {
    mm.map("hot", hotPages, 1);
    if (hotPages < ALL) {
      mm.map("cold", ALL - hotPages, 1);
    }
    run.attach(new NumabComponent(), Map.of("numa_balancing", mode));
    run.attach(new NumaBalancingComponent(), Map.of("numa_balancing", mode));
    for (int i = 0; i < 50; i++) {
      task.runFor(millis(100));
      for (long page = 0; page < hotPages; page++) {
        run.write(task, page);
      }
    }
  }

  private void assertCounted(long marks, long faults, long moved, long candidates) {
    assertThat(run.counter("numa_pte_updates")).as("numa_pte_updates").isEqualTo(marks);
    assertThat(run.counter("numa_hint_faults")).as("numa_hint_faults").isEqualTo(faults);
    assertThat(run.counter("numa_hint_faults_local")).isZero();
    assertThat(mm.residentPages(0)).as("pages promoted").isEqualTo(moved);
    assertThat(run.moves()).hasSize((int) moved);
    assertThat(run.counter("pgpromote_candidate")).isEqualTo(candidates);
    assertThat(run.counter("pgpromote_candidate_nrl")).isZero();
  }

  @Test
  void modeZeroMovesNothing() {
    simulate(0, TENTH);
    assertCounted(0, 0, 0, 0);
  }

  @Test
  void modeOneTakesTwoFaultsForEachHotPage() {
    simulate(1, TENTH);
    assertCounted(72_089, 13_106, TENTH, 0);
  }

  @Test
  void modeOneWithEverythingHot() {
    simulate(1, ALL);
    assertCounted(131_072, 131_072, ALL, 0);
  }

  @Test
  void modeTwoTakesOneFaultForEachHotPage() {
    simulate(2, TENTH);
    assertCounted(65_536, 6_553, TENTH, 6_553);
  }

  @Test
  void modeTwoWithSlowFaultsTakesASecondForEveryFirstThatCameTooLate() {
    // Fault k comes k × 25 µs after the mark: 39,999 come before 1000 ms, 25,537 do not. The kernel
    // counted 90,321 = 65,536 + 24,785 with the fault cost of its emulated machine.
    run.faultCostNs(25_000);
    simulate(2, ALL);
    assertCounted(ALL + 25_537, ALL + 25_537, ALL, ALL);
  }
}
