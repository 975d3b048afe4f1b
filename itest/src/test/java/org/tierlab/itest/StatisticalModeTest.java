package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.itest.ModesCompared.Figure;
import org.tierlab.sim.experiment.AccessMode;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.PluginSetting;

/** Drawn accesses against accesses made one by one: the same answers. */
class StatisticalModeTest {
  private static final int SEEDS = 10;

  private static Experiment experiment(
      PluginSetting workload, PluginSetting source, List<PluginSetting> policies, long fast) {
    return experiment(workload, List.of(source), policies, fast);
  }

  private static Experiment experiment(
      PluginSetting workload,
      List<PluginSetting> sources,
      List<PluginSetting> policies,
      long fast) {
    MachineSpec machine =
        new MachineSpec(
            "two nodes",
            List.of(
                new NodeSpec(NodeSpec.Kind.DRAM, fast, 100, 72, 4),
                new NodeSpec(NodeSpec.Kind.CXL, 64L << 20, 250, 26, 0)),
            List.of(),
            10,
            KnobSet.of(CostModel.class).defaults());
    return new Experiment(
        "modes",
        machine,
        workload,
        -1,
        sources,
        policies,
        PluginSetting.of("kernel"),
        1,
        List.of(),
        Long.MAX_VALUE,
        Path.of("."));
  }

  private static PluginSetting abench(Map<String, Object> knobs) {
    Map<String, Object> all = new HashMap<>(knobs);
    all.putIfAbsent("region", 16L << 20);
    all.putIfAbsent("threads", 4);
    all.putIfAbsent("iterations", 4000L);
    return new PluginSetting("abench", all);
  }

  private static void assertModesAgree(Experiment experiment, String... vmstats)
      throws IOException {
    List<Figure> figures = ModesCompared.compare(experiment, SEEDS);
    assertThat(figures).extracting(Figure::name).contains(vmstats);
    assertThat(figures).allMatch(Figure::agrees);
  }

  @Test
  void accessedBitsAgree() throws IOException {
    Experiment experiment =
        experiment(
            abench(Map.of()),
            PluginSetting.of("abit"),
            List.of(PluginSetting.of("promote-on-access")),
            64L << 20);
    assertModesAgree(experiment, "pgpromote_success", "pgmigrate_success");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void hintFaultsAgree(int mode) throws IOException {
    Experiment experiment =
        experiment(
            abench(Map.of("write_fraction", 0.3, "threads", 1, "iterations", 8000L)),
            new PluginSetting("numab", Map.of("numa_balancing", mode)),
            List.of(PluginSetting.of("numa-balancing")),
            64L << 20);
    assertModesAgree(experiment, "numa_hint_faults", "numa_pages_migrated");
  }

  @Test
  void firstTouchAgrees() throws IOException {
    Experiment experiment =
        experiment(
            abench(Map.of("node", -1, "iterations", 400L)),
            PluginSetting.of("abit"),
            List.of(),
            8L << 20);
    assertModesAgree(experiment, "pgfault");
  }

  private static final PluginSetting HINT_FAULTS =
      new PluginSetting(
          "numab", Map.of("numa_balancing", 2, "scan_delay_ms", 100, "scan_period_min_ms", 100));

  private static Stream<PluginSetting> otherLaws() {
    return Stream.of(
        new PluginSetting(
            "kv", Map.of("keys", 16_384, "operations", 1_000_000, "phases", 2, "node", 1)),
        new PluginSetting(
            "static",
            Map.of("hot_size", 8 << 20, "cold_size", 1 << 20, "passes", 1000, "node", 1)));
  }

  /** Skewed accesses in phases, with items smaller than pages, and passes in order. */
  @ParameterizedTest
  @MethodSource("otherLaws")
  void otherLawsAgree(PluginSetting workload) throws IOException {
    assertModesAgree(
        experiment(workload, HINT_FAULTS, List.of(PluginSetting.of("numa-balancing")), 64L << 20),
        "numa_hint_faults",
        "pgpromote_success");
  }

  @Test
  void refusesDeviceMonitors() {
    Experiment experiment =
        experiment(abench(Map.of()), PluginSetting.of("chmu"), List.of(), 64L << 20);
    assertThatThrownBy(() -> ModesCompared.run(experiment.withMode(AccessMode.STATISTICAL)))
        .isInstanceOf(KnobException.class)
        .hasMessageContaining("source 'chmu' watches accesses")
        .hasMessageEndingWith("use mode 'exact'");
  }

  @Test
  void refusesWorkloadsWithoutLaw() {
    Experiment experiment =
        experiment(
            new PluginSetting("kv", Map.of("keys", 1000, "value_size", 10_000)),
            PluginSetting.of("abit"),
            List.of(),
            64L << 20);
    assertThatThrownBy(() -> ModesCompared.run(experiment.withMode(AccessMode.STATISTICAL)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "mode 'statistical' cannot be used: task 'kv-0' states no law of its accesses: a trace,"
                + " or accesses that hang on data; use mode 'exact'");
  }

  @Test
  void isDeterministic() throws IOException {
    Experiment experiment =
        experiment(
                abench(Map.of()),
                new PluginSetting("numab", Map.of("numa_balancing", 2)),
                List.of(PluginSetting.of("numa-balancing")),
                64L << 20)
            .withMode(AccessMode.STATISTICAL);
    assertThat(ModesCompared.run(experiment).hash())
        .isEqualTo(ModesCompared.run(experiment).hash());
    assertThat(ModesCompared.run(experiment.withSeed(2)).hash())
        .isNotEqualTo(ModesCompared.run(experiment).hash());
  }
}
