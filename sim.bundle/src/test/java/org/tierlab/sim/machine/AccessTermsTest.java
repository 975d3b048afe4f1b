package org.tierlab.sim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.sim.access.CacheShares;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.Hypotheses;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.NodeSpec.Kind;
import org.tierlab.sim.ledger.Ledger;

class AccessTermsTest {
  private static final long MIB = 1 << 20;

  private final Ledger ledger = new Ledger();

  private Machine machine(Map<String, Object> hypotheses) {
    return new Machine(
        new MachineSpec(
            "m",
            List.of(
                new NodeSpec(Kind.DRAM, 64 * MIB, 100, 50, 2),
                new NodeSpec(Kind.DRAM, 64 * MIB, 100, 50, 2),
                new NodeSpec(Kind.CXL, 64 * MIB, 250, 10, 0)),
            List.of(List.of(10, 20, 20), List.of(20, 10, 20), List.of(20, 20, 10)),
            10,
            KnobSet.of(CostModel.class).defaults(),
            KnobSet.of(Hypotheses.class).bind(hypotheses)),
        ledger);
  }

  @Test
  void withoutHypothesesNothingChangesAndNothingIsCounted() {
    Machine machine = machine(Map.of());
    machine.beginStep();
    machine.recordAccesses(0, 2, 1000);
    machine.endStep(1e6);
    ledger.publish();
    assertThat(machine.accessNs(0, 2)).isEqualTo(25 + 250);
    assertThat(machine.migrationNs(true)).isZero();
    assertThat(machine.startingCpu(1)).isEqualTo(1);
    assertThat(ledger.page().section("vmstat")).isEmpty();
  }

  @Test
  void missesOverlapAndTheInstructionsDoNot() {
    Machine machine = machine(Map.of("access_cpu_ns", 40, "outstanding_misses", 5));
    assertThat(machine.accessNs(0, 0)).isCloseTo(40 + (25 + 100) / 5.0, within(1e-9));
    assertThat(machine.accessNs(0, 1)).isCloseTo(40 + (25 + 200) / 5.0, within(1e-9));
    assertThat(machine.idleAccessNs(0, 2)).isCloseTo(40 + (25 + 250) / 5.0, within(1e-9));
  }

  /** 4,096 pages of one line: 4,096 lines and 512 of entries; half of them fit. */
  @Test
  void entriesAndDataMissTheCacheByTheSizeOfTheWorkingSet() {
    Machine machine =
        machine(
            Map.of(
                "llc_bytes", 2304 * 64, "llc_hit_ns", 10, "walk_miss_ns", 80, "lines_per_page", 1));
    machine.node(2).take(4096);
    machine.beginStep();
    CacheShares shares = CacheShares.of(2304 * 64, 4096, 1);
    assertThat(shares.data()).isBetween(0.3, 0.6);
    assertThat(machine.accessNs(0, 0))
        .isCloseTo(
            25 + (1 - shares.entries()) * 80 + (1 - shares.data()) * 100 + shares.data() * 10,
            within(1e-9));
    machine.node(2).give(4096);
    machine.beginStep();
    assertThat(machine.accessNs(0, 0)).as("all of it fits").isCloseTo(25 + 10, within(1e-9));
  }

  @Test
  void tlbSparesWalks() {
    Machine machine = machine(Map.of("tlb_pages", 1024));
    machine.node(2).take(4096);
    machine.beginStep();
    assertThat(machine.accessNs(0, 0)).isCloseTo(0.75 * 25 + 100, within(1e-9));
    machine.node(2).give(3072);
    machine.beginStep();
    assertThat(machine.accessNs(0, 0)).isCloseTo(100, within(1e-9));
  }

  @Test
  void termsAddUpToTheTimeOfAllAccesses() {
    Machine machine = machine(Map.of("access_cpu_ns", 40, "outstanding_misses", 5));
    machine.beginStep();
    machine.recordAccesses(0, 0, 1000);
    machine.recordAccesses(0, 1, 500);
    machine.endStep(1e6);
    ledger.publish();
    Map<String, Long> counted = ledger.page().section("vmstat");
    long sum =
        counted.entrySet().stream()
            .filter(term -> term.getKey().endsWith("_ns"))
            .mapToLong(Map.Entry::getValue)
            .sum();
    assertThat(sum).isCloseTo(Math.round(1000 * 65 + 500 * 85.0), within(3L));
    assertThat(counted).containsEntry("access_remote_ns", 500 * 20L);
    assertThat(counted).containsEntry("access_remote", 500L);
  }

  @Test
  void loadIsATermOfItsOwn() {
    Machine machine = machine(Map.of("access_cpu_ns", 40));
    for (int step = 0; step < 2; step++) {
      machine.beginStep();
      machine.recordAccesses(0, 0, 700_000);
      // 45 of 50 GB/s.
      machine.endStep(1e6);
    }
    ledger.publish();
    assertThat(ledger.page().section("vmstat").get("access_load_ns")).isPositive();
  }

  @Test
  void tasksStartOnTheNodesInTurn() {
    Machine machine = machine(Map.of("spread_tasks", true));
    assertThat(List.of(0, 1, 2, 3, 4).stream().map(machine::startingCpu))
        .containsExactly(0, 2, 1, 3, 0);
  }

  @Test
  void foliosWaitForLocksThatOthersHold() {
    Machine machine = machine(Map.of("lock_hold_ns", 500));
    machine.beginStep();
    double alone = machine.migrationNs(false);
    for (int i = 0; i < 999; i++) {
      machine.migrationNs(false);
    }
    machine.endStep(1e6);
    assertThat(alone).isEqualTo(500);
    assertThat(machine.migrationNs(false))
        .as("held half of the last step: M/D/1 waits for half a service")
        .isCloseTo(500 * 1.5, within(1e-9));
  }

  @Test
  void queuedFoliosMissTheCacheTwice() {
    Machine machine = machine(Map.of("queue_miss_ns", 100, "llc_bytes", 128 * 1024));
    machine.node(2).take(4096);
    machine.beginStep();
    assertThat(machine.migrationNs(true)).isCloseTo(200 * 0.75, within(1e-9));
    assertThat(machine.migrationNs(false)).isZero();
  }
}
