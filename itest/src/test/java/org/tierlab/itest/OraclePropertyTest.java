package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.engine.dma.component.DmaComponent;
import org.tierlab.engine.kernel.component.KernelComponent;
import org.tierlab.engine.multithread.component.MultithreadComponent;
import org.tierlab.policy.cache.component.CacheClockComponent;
import org.tierlab.policy.cache.component.CacheLruComponent;
import org.tierlab.policy.demotion.component.DemotionComponent;
import org.tierlab.policy.homenode.component.HomeNodeComponent;
import org.tierlab.policy.hotstore.component.HotStoreComponent;
import org.tierlab.policy.moron.component.MoronComponent;
import org.tierlab.policy.numabalancing.component.NumaBalancingComponent;
import org.tierlab.policy.oracle.component.OracleComponent;
import org.tierlab.policy.promoteonaccess.component.PromoteOnAccessComponent;
import org.tierlab.policy.statics.component.StaticComponent;
import org.tierlab.policy.tenant.component.TenantComponent;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.OracleSetting;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.experiment.ScriptedChange;
import org.tierlab.sim.plugin.SuppliedPlugins;
import org.tierlab.sim.result.OracleBound;
import org.tierlab.sim.result.RunResult;
import org.tierlab.source.abit.component.AbitComponent;
import org.tierlab.source.damon.component.DamonComponent;
import org.tierlab.source.numab.component.NumabComponent;
import org.tierlab.workload.abench.component.AbenchComponent;
import org.tierlab.workload.bfs.component.BfsComponent;
import org.tierlab.workload.embedding.component.EmbeddingComponent;
import org.tierlab.workload.kv.component.KvComponent;

/** No run beats the oracle bound: random small workloads, machines, sources, policies, engines. */
class OraclePropertyTest {
  /** Policies with the sources that they can run with. */
  private static final Map<String, List<String>> SOURCES_OF =
      Map.ofEntries(
          Map.entry("static", List.of("", "abit", "numab", "damon")),
          Map.entry("promote-on-access", List.of("abit", "damon", "numab")),
          Map.entry("numa-balancing", List.of("numab")),
          Map.entry("moron", List.of("numab")),
          Map.entry("homenode", List.of("numab")),
          Map.entry("hotstore", List.of("abit", "numab")),
          Map.entry("tenant", List.of("abit", "numab")),
          Map.entry("oracle", List.of("", "abit")),
          Map.entry("cache-lru", List.of("")),
          Map.entry("cache-clock", List.of("")));

  /** In a quarter of the runs all movement stops, with whatever is in flight. */
  private static final ScriptedChange SWAP =
      new ScriptedChange(
          new ScriptedChange.AtTime(30_000_000), null, List.of(PluginSetting.of("static")), null);

  /** What is run. */
  record Setup(
      PluginSetting workload,
      String policy,
      String source,
      boolean demotion,
      String engine,
      MachineSpec machine,
      int mode,
      int epoch,
      int seed) {}

  private static PluginSetting workload(int kind, int size, int threads, int node) {
    Map<String, Object> knobs = new HashMap<>(Map.of("threads", threads, "node", node));
    switch (kind) {
      case 0 -> {
        knobs.putAll(Map.of("keys", 1000 * size, "value_size", 1024, "operations", 8_000));
        knobs.put("think_time", 40_000);
        return new PluginSetting("kv", knobs);
      }
      case 1 -> {
        knobs.putAll(Map.of("region", size * 400L * 4096, "iterations", 20));
        knobs.putAll(Map.of("accesses_per_iteration", 2_000, "think_time", 20_000_000));
        return new PluginSetting("abench", knobs);
      }
      case 2 -> {
        knobs.putAll(Map.of("rows", 2000 * size, "iterations", 20, "samples", 8));
        return new PluginSetting("embedding", knobs);
      }
      default -> {
        knobs.putAll(Map.of("scale", 10 + size / 3, "roots", 1));
        return new PluginSetting("bfs", knobs);
      }
    }
  }

  @Provide
  Arbitrary<Setup> setups() {
    Arbitrary<PluginSetting> workloads =
        Combinators.combine(
                Arbitraries.integers().between(0, 3),
                Arbitraries.integers().between(1, 8),
                Arbitraries.integers().between(1, 4),
                Arbitraries.of(-1, 1))
            .as(OraclePropertyTest::workload);
    Arbitrary<MachineSpec> machines =
        Combinators.combine(
                Arbitraries.integers().between(64, 2048),
                Arbitraries.integers().between(1, 4),
                Arbitraries.of(true, false))
            .as(OraclePropertyTest::machine);
    Arbitrary<String> policies = Arbitraries.of(SOURCES_OF.keySet().stream().sorted().toList());
    return policies.flatMap(
        policy ->
            Combinators.combine(
                    workloads,
                    machines,
                    Arbitraries.of(Objects.requireNonNull(SOURCES_OF.get(policy))),
                    Arbitraries.of(true, false),
                    Arbitraries.of("kernel", "multithread", "dma"),
                    Arbitraries.of(1, 2, 3),
                    Arbitraries.integers().between(1_000, 50_000),
                    Arbitraries.integers().between(1, 1_000))
                .as(
                    (workload, machine, source, demotion, engine, mode, epoch, seed) ->
                        new Setup(
                            workload, policy, source, demotion, engine, machine, mode, epoch,
                            seed)));
  }

  private static MachineSpec machine(int fastPages, int cpus, boolean twoSockets) {
    List<NodeSpec> nodes = new ArrayList<>();
    nodes.add(new NodeSpec(NodeSpec.Kind.DRAM, fastPages * 4096L, 100, 72, cpus));
    nodes.add(new NodeSpec(NodeSpec.Kind.CXL, 256L << 20, 250, 26, 0));
    if (twoSockets) {
      nodes.add(new NodeSpec(NodeSpec.Kind.DRAM, fastPages * 4096L, 100, 72, cpus));
    }
    return new MachineSpec("random", nodes, List.of(), 10, KnobSet.of(CostModel.class).defaults());
  }

  private static PluginSetting source(Setup setup) {
    return switch (setup.source) {
      case "abit" -> new PluginSetting("abit", Map.of("mm_scan_period_ms", 20));
      case "numab" ->
          new PluginSetting(
              "numab",
              Map.of("scan_delay_ms", 10, "scan_period_min_ms", 10, "numa_balancing", setup.mode));
      default -> new PluginSetting("damon", Map.of("sample_us", 1_000, "aggr_us", 20_000));
    };
  }

  private static RunResult run(Setup setup) throws IOException {
    boolean balancing = setup.source.equals("numab");
    List<PluginSetting> policies = new ArrayList<>();
    policies.add(
        setup.policy.equals("numa-balancing")
            ? new PluginSetting(setup.policy, Map.of("numa_balancing", setup.mode))
            : PluginSetting.of(setup.policy));
    if (setup.demotion) {
      policies.add(
          new PluginSetting("demotion", Map.of("numa_balancing", balancing ? setup.mode : 0)));
    }
    Experiment experiment =
        new Experiment(
            "random",
            setup.machine,
            setup.workload,
            -1,
            setup.source.isEmpty() ? List.of() : List.of(source(setup)),
            policies,
            PluginSetting.of(setup.engine),
            setup.seed,
            setup.seed % 4 == 0 ? List.of(SWAP) : List.of(),
            Long.MAX_VALUE,
            Path.of("."),
            new OracleSetting(OracleSetting.When.ALWAYS, setup.epoch));
    return Simulation.of(experiment, plugins()).run();
  }

  private static SuppliedPlugins plugins() {
    return new SuppliedPlugins()
        .add(KvComponent::new)
        .add(AbenchComponent::new)
        .add(EmbeddingComponent::new)
        .add(BfsComponent::new)
        .add(AbitComponent::new)
        .add(NumabComponent::new)
        .add(DamonComponent::new)
        .add(StaticComponent::new)
        .add(PromoteOnAccessComponent::new)
        .add(NumaBalancingComponent::new)
        .add(MoronComponent::new)
        .add(HomeNodeComponent::new)
        .add(HotStoreComponent::new)
        .add(TenantComponent::new)
        .add(DemotionComponent::new)
        .add(OracleComponent::new)
        .add(CacheLruComponent::new)
        .add(CacheClockComponent::new)
        .add(KernelComponent::new)
        .add(MultithreadComponent::new)
        .add(DmaComponent::new);
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void noRunBeatsTheOracle(@ForAll("setups") Setup setup) throws IOException {
    RunResult result = run(setup);
    OracleBound bound = Objects.requireNonNull(result.bounds().oracle(), result.bounds().whyNot());

    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.quarantined()).isEmpty();
    assertThat(result.runtimeNs() + 1.0).isGreaterThanOrEqualTo(bound.runtimeNs());
    Statistics.label("pages were moved").collect(result.total().promotions() > 0);
  }
}
