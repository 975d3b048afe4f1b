package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.itest.ModesCompared.Figure;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.PluginSetting;

/**
 * Every workload that states a law with every mechanism, in both modes: the means over ten seeds or
 * more agree. Takes minutes, and prints a table. {@code -Dcells=REGEX} chooses cells by "workload /
 * mechanism".
 */
@Tag("study")
class StatisticalMatrixTest {
  private static final int SEEDS = 10;

  /** A cell whose interval is too wide to tell gets four times as many seeds, and again. */
  private static final int MOST_SEEDS = 160;

  private static final long MIB = 1L << 20;

  /** Memory and CPUs. */
  private enum Hardware {
    /** DRAM that holds all, and CXL. */
    TIERS,
    /** DRAM that holds half, and CXL. */
    PRESSURE,
    /** Two sockets. */
    SOCKETS;

    /**
     * With DRAM a little slower or faster by seed. A program without chance has one course on one
     * machine, which a scan that falls on another place in a pass changes for good: its runs would
     * tell nothing of means.
     */
    MachineSpec spec(int seed) {
      double latency = 100 + 7 * seed % 20;
      NodeSpec cxl = new NodeSpec(NodeSpec.Kind.CXL, 1024 * MIB, 250, 26, 0);
      NodeSpec socket = new NodeSpec(NodeSpec.Kind.DRAM, 512 * MIB, latency, 72, 2);
      List<NodeSpec> nodes =
          switch (this) {
            case TIERS -> List.of(new NodeSpec(NodeSpec.Kind.DRAM, 512 * MIB, latency, 72, 4), cxl);
            case PRESSURE ->
                List.of(new NodeSpec(NodeSpec.Kind.DRAM, 32 * MIB, latency, 72, 4), cxl);
            case SOCKETS -> List.of(socket, socket);
          };
      return new MachineSpec(name(), nodes, List.of(), 10, KnobSet.of(CostModel.class).defaults());
    }
  }

  private record Mechanism(
      String name, Hardware hardware, List<PluginSetting> sources, List<PluginSetting> policies) {}

  private record Program(String name, PluginSetting setting) {}

  private static PluginSetting plugin(String name, Object... knobs) {
    Map<String, Object> values = new java.util.HashMap<>();
    for (int i = 0; i < knobs.length; i += 2) {
      values.put((String) knobs[i], knobs[i + 1]);
    }
    return new PluginSetting(name, values);
  }

  private static PluginSetting numab(int mode) {
    return plugin("numab", "numa_balancing", mode, "scan_delay_ms", 100, "scan_period_min_ms", 100);
  }

  private static PluginSetting damos(int nid) {
    return plugin("damos", "action", "migrate-hot", "target_nid", nid, "nr_accesses_min", 1);
  }

  private static Mechanism hot(String name, PluginSetting source) {
    return new Mechanism(
        name, Hardware.TIERS, List.of(source), List.of(PluginSetting.of("hotstore")));
  }

  private static final List<Mechanism> MECHANISMS =
      List.of(
          new Mechanism(
              "abit, promote-on-access",
              Hardware.TIERS,
              List.of(plugin("abit", "mm_scan_period_ms", 100)),
              List.of(PluginSetting.of("promote-on-access"))),
          hot("abit, hotstore", plugin("abit", "mm_scan_period_ms", 100)),
          hot("lruscan, hotstore", PluginSetting.of("lruscan")),
          hot("ibs, hotstore", plugin("sampling", "sample_period", 100)),
          hot("pebs, hotstore", plugin("sampling", "sample_period", 100, "hardware", "pebs")),
          damon("vaddr"),
          damon("fvaddr"),
          damon("paddr"),
          new Mechanism(
              "numab 1",
              Hardware.TIERS,
              List.of(numab(1)),
              List.of(PluginSetting.of("numa-balancing"))),
          new Mechanism(
              "numab 2",
              Hardware.TIERS,
              List.of(numab(2)),
              List.of(PluginSetting.of("numa-balancing"))),
          new Mechanism(
              "numab 2, demotion",
              Hardware.PRESSURE,
              List.of(numab(2)),
              List.of(PluginSetting.of("numa-balancing"), PluginSetting.of("demotion"))),
          new Mechanism(
              "tpp",
              Hardware.PRESSURE,
              List.of(numab(2)),
              List.of(PluginSetting.of("tpp"), PluginSetting.of("demotion"))),
          new Mechanism(
              "balancenuma, moron",
              Hardware.SOCKETS,
              List.of(
                  plugin(
                      "balancenuma",
                      "balance_numa_scan_delay_ms",
                      100,
                      "balance_numa_scan_period_min_ms",
                      100)),
              List.of(PluginSetting.of("moron"))),
          new Mechanism(
              "homenode",
              Hardware.TIERS,
              List.of(numab(2)),
              List.of(plugin("homenode", "set_home_nodes", false))));

  private static Mechanism damon(String operations) {
    return new Mechanism(
        "damon " + operations,
        Hardware.TIERS,
        List.of(plugin("damon", "operations", operations)),
        List.of(damos(0)));
  }

  private static final List<Program> PROGRAMS =
      List.of(
          new Program(
              "abench",
              plugin(
                  "abench",
                  "region",
                  64 * MIB,
                  "threads",
                  4,
                  "iterations",
                  100L,
                  "write_fraction",
                  0.2,
                  "node",
                  1)),
          kv("kv, zipf over values of 1 KiB", 65_536, 1024, 0.99, 1),
          kv("kv, zipf over pages in 3 phases", 16_384, 4096, 0.7, 3),
          new Program(
              "static",
              plugin(
                  "static",
                  "hot_size",
                  64 * MIB,
                  "cold_size",
                  64 * MIB,
                  "passes",
                  1100L,
                  "node",
                  1)),
          autonuma("numa01", 140),
          autonuma("numa02", 1000),
          new Program(
              "stress",
              plugin(
                  "stress",
                  "cpu",
                  1,
                  "cpu_time",
                  500_000_000L,
                  "vm",
                  4,
                  "vm_bytes",
                  16 * MIB,
                  "vm_passes",
                  500L,
                  "background",
                  false,
                  "node",
                  1)));

  private static Program kv(String name, long keys, long size, double theta, int phases) {
    return new Program(
        name,
        plugin(
            "kv",
            "keys",
            keys,
            "value_size",
            size,
            "theta",
            theta,
            "phases",
            phases,
            "threads",
            4,
            "operations",
            2_400_000L,
            "node",
            1));
  }

  private static Program autonuma(String variant, long loops) {
    return new Program(
        "autonuma " + variant,
        plugin(
            "autonuma",
            "variant",
            variant,
            "size",
            32 * MIB,
            "threads",
            4,
            "loops",
            loops,
            "gap",
            100,
            "node",
            1));
  }

  private static Stream<Arguments> cells() {
    String chosen = System.getProperty("cells", ".*");
    List<Arguments> cells = new ArrayList<>();
    for (Program program : PROGRAMS) {
      for (Mechanism mechanism : MECHANISMS) {
        String name = program.name + " / " + mechanism.name;
        if (name.matches(chosen)) {
          cells.add(Arguments.of(name, program, mechanism));
        }
      }
    }
    return cells.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void modesAgree(String name, Program program, Mechanism mechanism) throws IOException {
    List<Figure> figures = List.of();
    for (int seeds = SEEDS; seeds <= MOST_SEEDS; seeds *= 4) {
      figures = ModesCompared.compare(seed -> experiment(name, program, mechanism, seed), seeds);
      if (figures.stream().noneMatch(Figure::isOpen)) {
        break;
      }
    }
    StringBuilder table = new StringBuilder();
    figures.forEach(figure -> table.append(name).append(" | ").append(figure).append('\n'));
    System.out.print(table);
    assertThat(figures).as(name).allMatch(Figure::agrees);
  }

  private static Experiment experiment(
      String name, Program program, Mechanism mechanism, int seed) {
    return new Experiment(
        name,
        mechanism.hardware.spec(seed),
        program.setting,
        -1,
        mechanism.sources,
        mechanism.policies,
        PluginSetting.of("kernel"),
        1,
        List.of(),
        Long.MAX_VALUE,
        Path.of("."));
  }
}
