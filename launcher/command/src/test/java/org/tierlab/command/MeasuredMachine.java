package org.tierlab.command;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.Hypotheses;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.NodeSpec.Kind;
import org.tierlab.sim.ledger.Ledger;
import org.tierlab.sim.machine.Machine;

/** What benchmarks would measure on a machine with known constants: the simulated one is asked. */
final class MeasuredMachine {
  private static final double STEP_NS = 1e6;
  private static final int PAGE_KIB = 4;

  private final SplittableRandom random = new SplittableRandom(42);
  private final double noise;
  private final StringBuilder text = new StringBuilder();

  /** Values of rows are off by up to a share of them, evenly. */
  MeasuredMachine(double noise) {
    this.noise = noise;
  }

  private static Machine machine(int overlap) {
    Map<String, Object> hypotheses =
        Map.of(
            "outstanding_misses", overlap,
            "llc_bytes", 24 << 20,
            "llc_hit_ns", 21,
            "walk_miss_ns", 95,
            "tlb_pages", 1800);
    return new Machine(
        new MachineSpec(
            "known",
            List.of(
                new NodeSpec(Kind.DRAM, 64L << 30, 97, 180, 64),
                new NodeSpec(Kind.CXL, 64L << 30, 243, 31, 0)),
            List.of(),
            10,
            KnobSet.of(CostModel.class).bind(Map.of("walk_ns", 13)),
            KnobSet.of(Hypotheses.class).bind(hypotheses)),
        new Ledger());
  }

  MeasuredMachine latencies(int node) {
    text.append("node,footprint_kib,latency_ns\n");
    for (int mib = 2; mib <= 1 << 15; mib *= 2) {
      Machine machine = machine(1);
      machine.node(node).take(mib * 1024L / PAGE_KIB);
      machine.beginStep();
      row("%d,%d", machine.idleAccessNs(0, node), node, mib * 1024);
    }
    return this;
  }

  MeasuredMachine bandwidths(int node) {
    text.append("node,threads,footprint_kib,bandwidth_gbps\n");
    for (int threads : new int[] {1, 2, 4, 8, 16, 32, 64}) {
      Machine machine = machine(9);
      machine.node(node).take((4L << 20) / PAGE_KIB);
      double gbps = 0;
      for (int step = 0; step < 400; step++) {
        machine.beginStep();
        long accesses = Math.round(threads * STEP_NS / machine.accessNs(0, node));
        machine.recordAccesses(0, node, accesses);
        machine.endStep(STEP_NS);
        gbps = accesses * 64 / STEP_NS;
      }
      row("%d,%d,%d", gbps, node, threads, 4 << 20);
    }
    return this;
  }

  private void row(String format, double value, Object... cells) {
    double off = 1 + noise * (2 * random.nextDouble() - 1);
    text.append(String.format(Locale.ROOT, format, cells))
        .append(String.format(Locale.ROOT, ",%.9f%n", value * off));
  }

  String rows() {
    return text.toString();
  }
}
