package org.tierlab.sim.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.Hypotheses;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.NodeSpec.Kind;
import org.tierlab.sim.ledger.Ledger;
import org.tierlab.sim.machine.Machine;

/** The steady state is that of the simulated machine. */
class SteadyAccessTest {
  private static final double STEP_NS = 1e6;
  private static final double PEAK_GBPS = 20;

  private static Machine machine(int outstandingMisses) {
    Map<String, Object> hypotheses =
        Map.of(
            "access_cpu_ns", 5,
            "outstanding_misses", outstandingMisses,
            "llc_bytes", 8 << 20,
            "llc_hit_ns", 20,
            "walk_miss_ns", 90,
            "tlb_pages", 1024);
    return new Machine(
        new MachineSpec(
            "m",
            List.of(new NodeSpec(Kind.DRAM, 1L << 30, 100, PEAK_GBPS, 16)),
            List.of(),
            10,
            KnobSet.of(CostModel.class).defaults(),
            KnobSet.of(Hypotheses.class).bind(hypotheses)),
        new Ledger());
  }

  private static SteadyAccess access(long pages) {
    AccessShares shares = AccessShares.of(8 << 20, 1024, pages, 64);
    return new SteadyAccess(5, 25, 90, 20, 100, shares);
  }

  @ParameterizedTest
  @CsvSource({"512, 1", "4096, 1", "65536, 4", "262144, 8"})
  void idleTimeIsThatOfTheMachine(long pages, int overlap) {
    Machine machine = machine(overlap);
    machine.node(0).take(pages);
    machine.beginStep();
    assertThat(access(pages).ns(overlap, 1)).isCloseTo(machine.accessNs(0, 0), within(1e-9));
  }

  /** From a tenth of the peak until far more is asked for than memory gives. */
  @ParameterizedTest
  @CsvSource({"1, 4", "8, 4", "12, 4", "16, 4", "16, 16", "2, 64"})
  void throughputIsWhereTheMachineComesToRest(int threads, int overlap) {
    Machine machine = machine(overlap);
    machine.node(0).take(65_536);
    double gbps = 0;
    for (int step = 0; step < 400; step++) {
      machine.beginStep();
      double ns = machine.accessNs(0, 0);
      long accesses = Math.round(threads * STEP_NS / ns);
      machine.recordAccesses(0, 0, accesses);
      machine.endStep(STEP_NS);
      gbps = accesses * 64 / STEP_NS;
    }
    assertThat(access(65_536).gbps(threads, overlap, PEAK_GBPS))
        .isCloseTo(gbps, Percentage.withPercentage(0.1));
  }

  @Test
  void whatTheCacheHoldsIsNotLimitedByMemory() {
    assertThat(access(512).gbps(16, 4, PEAK_GBPS)).isCloseTo(16 * 64 / 10.0, within(1e-9));
  }
}
