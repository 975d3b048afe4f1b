package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.engine.kernel.component.KernelComponent;
import org.tierlab.policy.damos.component.DamosComponent;
import org.tierlab.policy.demotion.component.DemotionComponent;
import org.tierlab.policy.homenode.component.HomeNodeComponent;
import org.tierlab.policy.hotstore.component.HotStoreComponent;
import org.tierlab.policy.numabalancing.component.NumaBalancingComponent;
import org.tierlab.policy.promoteonaccess.component.PromoteOnAccessComponent;
import org.tierlab.policy.tpp.component.TppComponent;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.AccessMode;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.SuppliedPlugins;
import org.tierlab.sim.result.RunResult;
import org.tierlab.source.abit.component.AbitComponent;
import org.tierlab.source.chmu.component.ChmuComponent;
import org.tierlab.source.damon.component.DamonComponent;
import org.tierlab.source.lruscan.component.LruScanComponent;
import org.tierlab.source.numab.component.NumabComponent;
import org.tierlab.source.sampling.component.SamplingComponent;
import org.tierlab.workload.abench.component.AbenchComponent;
import org.tierlab.workload.statics.component.StaticComponent;

/** Drawn accesses against accesses made one by one: the same answers. */
class StatisticalModeTest {
  private static final int SEEDS = 10;

  /** Student's t for 95 % and 18 degrees of freedom; it is less for more. */
  private static final double T95 = 2.101;

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

  private static RunResult run(Experiment experiment) throws IOException {
    SuppliedPlugins plugins =
        new SuppliedPlugins()
            .add(AbenchComponent::new)
            .add(StaticComponent::new)
            .add(AbitComponent::new)
            .add(NumabComponent::new)
            .add(PromoteOnAccessComponent::new)
            .add(NumaBalancingComponent::new)
            .add(DamonComponent::new)
            .add(DamosComponent::new)
            .add(LruScanComponent::new)
            .add(SamplingComponent::new)
            .add(ChmuComponent::new)
            .add(HotStoreComponent::new)
            .add(DemotionComponent::new)
            .add(TppComponent::new)
            .add(HomeNodeComponent::new)
            .add(KernelComponent::new);
    RunResult result = Simulation.of(experiment, plugins).run();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.quarantined()).isEmpty();
    return result;
  }

  private static RunResult[] runs(Experiment experiment, AccessMode mode, int seeds)
      throws IOException {
    RunResult[] results = new RunResult[seeds];
    for (int seed = 0; seed < seeds; seed++) {
      results[seed] = run(experiment.withMode(mode).withSeed(seed + 1L));
    }
    return results;
  }

  /** The interval of the difference of the means lies within 1 %, or 3 for small counts. */
  private static void assertAgree(
      String what, RunResult[] exact, RunResult[] drawn, ToDoubleFunction<RunResult> figure) {
    double[] one = java.util.Arrays.stream(exact).mapToDouble(figure).toArray();
    double[] other = java.util.Arrays.stream(drawn).mapToDouble(figure).toArray();
    double half = T95 * Math.sqrt((variance(one) + variance(other)) / one.length);
    double difference = mean(other) - mean(one);
    double allowed = Math.max(0.01 * Math.abs(mean(one)), Math.abs(mean(one)) < 300 ? 3 : 0);
    assertThat(Math.abs(difference) + half)
        .as("%s: %s exact, %s drawn", what, mean(one), mean(other))
        .isLessThanOrEqualTo(allowed);
  }

  private static double mean(double[] values) {
    return java.util.Arrays.stream(values).average().orElseThrow();
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum / (values.length - 1);
  }

  private static void assertModesAgree(Experiment experiment, String... vmstats)
      throws IOException {
    assertModesAgree(SEEDS, experiment, vmstats);
  }

  private static void assertModesAgree(int seeds, Experiment experiment, String... vmstats)
      throws IOException {
    RunResult[] exact = runs(experiment, AccessMode.EXACT, seeds);
    RunResult[] drawn = runs(experiment, AccessMode.STATISTICAL, seeds);
    // The time in microseconds is no small count.
    assertAgree("run time", exact, drawn, result -> result.runtimeNs() / 1e3);
    assertAgree("accesses of the fast node", exact, drawn, r -> r.nodes().get(0).accesses());
    for (String name : vmstats) {
      assertThat(drawn[0].vmstat()).containsKey(name);
      assertAgree(name, exact, drawn, result -> result.vmstat().getOrDefault(name, 0L));
    }
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

  /**
   * A mechanism: its sources, its policies, how much of the region's 16 MiB DRAM holds, and of how
   * many runs the means are taken. Where tasks and reclaim compete for pages counts vary much.
   */
  private record Mechanism(
      List<PluginSetting> sources,
      List<PluginSetting> policies,
      long fast,
      int seeds,
      List<String> vmstats) {}

  private static final Map<String, Mechanism> MECHANISMS =
      Map.of(
          "hotstore of accessed bits",
          new Mechanism(
              List.of(new PluginSetting("abit", Map.of("mm_scan_period_ms", 100))),
              List.of(PluginSetting.of("hotstore")),
              64L << 20,
              SEEDS,
              List.of("pgpromote_success")),
          "hotstore of lruscan",
          new Mechanism(
              List.of(PluginSetting.of("lruscan")),
              List.of(PluginSetting.of("hotstore")),
              64L << 20,
              SEEDS,
              List.of("pgpromote_success")),
          "hotstore of samples",
          new Mechanism(
              List.of(new PluginSetting("sampling", Map.of("sample_period", 1000))),
              List.of(PluginSetting.of("hotstore")),
              64L << 20,
              SEEDS,
              List.of("pgpromote_success")),
          "damon",
          new Mechanism(
              List.of(PluginSetting.of("damon")),
              List.of(
                  new PluginSetting(
                      "damos",
                      Map.of("action", "migrate-hot", "target_nid", 0, "nr_accesses_min", 1))),
              64L << 20,
              SEEDS,
              List.of("pgmigrate_success")),
          "numab and demotion",
          new Mechanism(
              List.of(HINT_FAULTS),
              List.of(PluginSetting.of("numa-balancing"), PluginSetting.of("demotion")),
              8L << 20,
              240,
              List.of("numa_hint_faults", "pgpromote_success")),
          "tpp",
          new Mechanism(
              List.of(HINT_FAULTS),
              List.of(PluginSetting.of("tpp"), PluginSetting.of("demotion")),
              8L << 20,
              60,
              List.of("numa_hint_faults", "pgpromote_success")),
          "numab in mode 1",
          new Mechanism(
              List.of(
                  new PluginSetting(
                      "numab",
                      Map.of(
                          "numa_balancing", 1, "scan_delay_ms", 100, "scan_period_min_ms", 100))),
              List.of(PluginSetting.of("numa-balancing")),
              64L << 20,
              30,
              List.of("numa_hint_faults", "numa_pages_migrated")),
          "homenode",
          new Mechanism(
              List.of(HINT_FAULTS),
              List.of(new PluginSetting("homenode", Map.of("set_home_nodes", false))),
              64L << 20,
              SEEDS,
              List.of("numa_hint_faults", "pgmigrate_success")));

  private static Stream<String> mechanisms() {
    return MECHANISMS.keySet().stream().sorted();
  }

  /** Takes minutes. */
  @Tag("study")
  @ParameterizedTest
  @MethodSource("mechanisms")
  void mechanismsAgree(String name) throws IOException {
    Mechanism mechanism = java.util.Objects.requireNonNull(MECHANISMS.get(name));
    assertModesAgree(
        mechanism.seeds,
        experiment(
            abench(Map.of("iterations", 1500L, "write_fraction", 0.2)),
            mechanism.sources,
            mechanism.policies,
            mechanism.fast),
        mechanism.vmstats.toArray(String[]::new));
  }

  @Test
  void refusesDeviceMonitors() {
    Experiment experiment =
        experiment(abench(Map.of()), PluginSetting.of("chmu"), List.of(), 64L << 20);
    assertThatThrownBy(() -> run(experiment.withMode(AccessMode.STATISTICAL)))
        .isInstanceOf(KnobException.class)
        .hasMessageContaining("source 'chmu' watches accesses")
        .hasMessageEndingWith("use mode 'exact'");
  }

  @Test
  void refusesWorkloadsWithoutUniformLaw() {
    Experiment experiment =
        experiment(
            new PluginSetting("static", Map.of("hot_size", 1L << 20, "cold_size", 4L << 20)),
            PluginSetting.of("abit"),
            List.of(),
            64L << 20);
    assertThatThrownBy(() -> run(experiment.withMode(AccessMode.STATISTICAL)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("mode 'statistical' cannot be used: task '")
        .hasMessageEndingWith("use mode 'exact'")
        .hasMessageNotContaining("\n");
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
    assertThat(run(experiment).hash()).isEqualTo(run(experiment).hash());
    assertThat(run(experiment.withSeed(2)).hash()).isNotEqualTo(run(experiment).hash());
  }
}
