package org.tierlab.sim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.ledger.Ledger;

/** What copies meet on a busy machine, and what they do to it. */
class CopyLoadTest {
  private static final long STEP_PS = 1_000_000_000L;

  private final Machine machine =
      new Machine(
          new MachineSpec(
              "two sockets and a card",
              List.of(
                  new NodeSpec(NodeSpec.Kind.DRAM, 1 << 24, 100, 72, 2),
                  new NodeSpec(NodeSpec.Kind.DRAM, 1 << 24, 100, 72, 2),
                  new NodeSpec(NodeSpec.Kind.CXL, 1 << 24, 250, 26, 0)),
              List.of(List.of(10, 20, 30), List.of(20, 10, 24), List.of(30, 24, 10)),
              10,
              KnobSet.of(CostModel.class)
                  .bind(Map.of("complex_cache_bytes", 6400, "cache_live_share", 0.5))),
          new Ledger());

  private void step(int... taskCpus) {
    Cpus cpus = machine.cpuState();
    cpus.beginStep();
    for (int cpu : taskCpus) {
      cpus.announce(cpu);
    }
    cpus.endStep(STEP_PS);
  }

  @Test
  void aWokenThreadWaitsOnlyWhereNoCpuIsIdle() {
    step(0, 0, 0);
    assertThat(machine.resumeNs(0)).isZero();

    step(0, 1);
    assertThat(machine.resumeNs(0)).isEqualTo(1_500_000);
    assertThat(machine.resumeNs(1)).isZero();

    step(0, 0, 0, 1, 1, 1);
    assertThat(machine.resumeNs(0)).isEqualTo(2_250_000);
  }

  @Test
  void copiesAreMadeByTheNearestCpus() {
    assertThat(machine.nearestCpuNode(0)).isZero();
    assertThat(machine.nearestCpuNode(1)).isEqualTo(1);
    assertThat(machine.nearestCpuNode(2)).isEqualTo(1);
  }

  @Test
  void evictedLinesAreFetchedAgainByTheTasksOfTheNode() {
    // Ten lines, five of them live, at 125 ns with the walk.
    machine.cacheFill(0, 1, 640);
    step(0, 1);
    machine.shareRefills();

    assertThat(machine.refillSharePs(0)).isCloseTo(312_500, within(1L));
    assertThat(machine.refillSharePs(1)).isZero();

    machine.shareRefills();
    assertThat(machine.refillSharePs(0)).isZero();
  }

  @Test
  void noMoreIsEvictedThanTheCachesHold() {
    step(0);
    machine.cacheFill(0, 1, 6_400);
    machine.shareRefills();
    long full = machine.refillSharePs(0);
    machine.cacheFill(0, 1, 6_464);
    machine.shareRefills();
    assertThat(machine.refillSharePs(0)).isEqualTo(full);
    machine.cacheFill(0, 2, 12_800);
    machine.shareRefills();
    assertThat(machine.refillSharePs(0)).isEqualTo(2 * full);
  }
}
