package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.engine.dma.component.DmaComponent;
import org.tierlab.engine.kernel.component.KernelComponent;
import org.tierlab.engine.multithread.component.MultithreadComponent;
import org.tierlab.policy.cache.component.CacheClockComponent;
import org.tierlab.policy.cache.component.CacheLruComponent;
import org.tierlab.policy.damos.component.DamosComponent;
import org.tierlab.policy.demotion.component.DemotionComponent;
import org.tierlab.policy.homenode.component.HomeNodeComponent;
import org.tierlab.policy.hotstore.component.HotStoreComponent;
import org.tierlab.policy.interleavetuner.component.InterleaveTunerComponent;
import org.tierlab.policy.moron.component.MoronComponent;
import org.tierlab.policy.numabalancing.component.NumaBalancingComponent;
import org.tierlab.policy.oracle.component.OracleComponent;
import org.tierlab.policy.promoteonaccess.component.PromoteOnAccessComponent;
import org.tierlab.policy.tenant.component.TenantComponent;
import org.tierlab.policy.tpp.component.TppComponent;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.AccessMode;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.Hypotheses;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.OracleSetting;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.experiment.ScriptedChange;
import org.tierlab.sim.experiment.WorkloadSetting;
import org.tierlab.sim.plugin.SuppliedPlugins;
import org.tierlab.sim.result.Participant;
import org.tierlab.sim.result.RunResult;
import org.tierlab.source.abit.component.AbitComponent;
import org.tierlab.source.chmu.component.ChmuComponent;
import org.tierlab.source.damon.component.DamonComponent;
import org.tierlab.source.lruscan.component.LruScanComponent;
import org.tierlab.source.numab.component.BalanceNumaComponent;
import org.tierlab.source.numab.component.NumabComponent;
import org.tierlab.source.sampling.component.SamplingComponent;

/**
 * Every source with every policy and every engine: what is refused is listed here, everything else
 * runs with its invariants and moves pages; every pair of one kind is exchanged once in mid-run.
 *
 * <p>One task passes over 1 MiB that starts in slow memory, beside 3 MiB that it never touches;
 * there is room for less than half of it all in fast memory.
 */
class MatrixTest {

  /** Sources, with knobs that let them act within the two seconds of a run. */
  private static final Map<String, Map<String, Object>> SOURCES = new LinkedHashMap<>();

  /** Policies that move pages by themselves, with knobs that let them. */
  private static final Map<String, Map<String, Object>> POLICIES = new LinkedHashMap<>();

  private static final List<String> ENGINES = List.of("kernel", "multithread", "dma");

  /** Those that have nothing to move, and why. */
  private static final Map<String, String> NO_MOVES =
      Map.of(
          "static", "moves nothing, by definition",
          "interleave-tuner", "sets the weights of a scheme, which moves the pages");

  /** Policies that look at no source. */
  private static final Set<String> WITHOUT_SOURCE =
      Set.of("demotion", "oracle", "cache-lru", "cache-clock");

  /** Sources of hint faults. */
  private static final Set<String> HINT_FAULTS = Set.of("numab", "balancenuma");

  /** What is refused with other sources: these policies decide inside hint faults. */
  private static final Set<String> NEED_HINT_FAULTS =
      Set.of("numa-balancing", "moron", "homenode", "tpp");

  static {
    SOURCES.put("abit", Map.of("mm_scan_period_ms", 100));
    SOURCES.put("numab", Map.of("scan_delay_ms", 100, "scan_period_min_ms", 100));
    SOURCES.put(
        "balancenuma",
        Map.of("balance_numa_scan_delay_ms", 100, "balance_numa_scan_period_min_ms", 100));
    SOURCES.put("damon", Map.of("min_nr_regions", 10));
    SOURCES.put("sampling", Map.of("sample_period", 50));
    SOURCES.put("chmu", Map.of("hotness_threshold", 4));
    SOURCES.put("lruscan", Map.of());
    POLICIES.put("promote-on-access", Map.of());
    POLICIES.put("numa-balancing", Map.of());
    POLICIES.put("moron", Map.of());
    POLICIES.put("tpp", Map.of());
    POLICIES.put("homenode", Map.of("set_home_nodes", false));
    POLICIES.put("hotstore", Map.of());
    POLICIES.put("damos", Map.of("action", "migrate-hot", "target_nid", 0, "nr_accesses_min", 1));
    POLICIES.put("tenant", Map.of());
    POLICIES.put("demotion", Map.of());
    POLICIES.put("oracle", Map.of());
    POLICIES.put("cache-lru", Map.of());
    POLICIES.put("cache-clock", Map.of());
  }

  /** Machines whose copy engine is the DMA engine take all terms of an access apart. */
  private static final Hypotheses ALL_HYPOTHESES =
      KnobSet.of(Hypotheses.class)
          .bind(
              Map.of(
                  "access_cpu_ns",
                  1,
                  "outstanding_misses",
                  2,
                  "llc_bytes",
                  1 << 16,
                  "llc_hit_ns",
                  10,
                  "walk_miss_ns",
                  80,
                  "lines_per_page",
                  1,
                  "tlb_pages",
                  16,
                  "lock_hold_ns",
                  10,
                  "queue_miss_ns",
                  10));

  /** The counters that were above 0 after any of the runs. */
  private static final Set<String> COUNTED = new TreeSet<>();

  private static SuppliedPlugins plugins() {
    return new SuppliedPlugins()
        .add(org.tierlab.workload.statics.component.StaticComponent::new)
        .add(AbitComponent::new)
        .add(NumabComponent::new)
        .add(BalanceNumaComponent::new)
        .add(DamonComponent::new)
        .add(SamplingComponent::new)
        .add(ChmuComponent::new)
        .add(LruScanComponent::new)
        .add(PromoteOnAccessComponent::new)
        .add(NumaBalancingComponent::new)
        .add(MoronComponent::new)
        .add(HomeNodeComponent::new)
        .add(TppComponent::new)
        .add(HotStoreComponent::new)
        .add(DamosComponent::new)
        .add(InterleaveTunerComponent::new)
        .add(TenantComponent::new)
        .add(DemotionComponent::new)
        .add(org.tierlab.policy.statics.component.StaticComponent::new)
        .add(OracleComponent::new)
        .add(CacheLruComponent::new)
        .add(CacheClockComponent::new)
        .add(KernelComponent::new)
        .add(MultithreadComponent::new)
        .add(DmaComponent::new);
  }

  private static PluginSetting source(String name) {
    return new PluginSetting(name, SOURCES.get(name));
  }

  private static PluginSetting policy(String name) {
    return new PluginSetting(name, POLICIES.getOrDefault(name, Map.of()));
  }

  private static RunResult run(
      List<PluginSetting> sources,
      List<PluginSetting> policies,
      String engine,
      ScriptedChange... changes)
      throws IOException {
    // Demotion needs pressure: what is hot does not fit.
    boolean pressed = policies.stream().anyMatch(one -> one.plugin().equals("demotion"));
    MachineSpec machine =
        new MachineSpec(
            "matrix",
            List.of(
                new NodeSpec(NodeSpec.Kind.DRAM, (pressed ? 1 : 3) << 20, 100, 72, 2),
                new NodeSpec(NodeSpec.Kind.CXL, 16 << 20, 250, 26, 0)),
            List.of(),
            10,
            KnobSet.of(CostModel.class).defaults(),
            engine.equals("dma") ? ALL_HYPOTHESES : Hypotheses.NONE);
    Map<String, Object> workload =
        Map.of("hot_size", 2 << 20, "cold_size", 2 << 20, "passes", 1L << 40, "gap", 4_000);
    Experiment experiment =
        new Experiment(
            "matrix",
            machine,
            new PluginSetting("static", workload),
            -1,
            sources,
            policies,
            PluginSetting.of(engine),
            1,
            List.of(changes),
            2_500_000_000L,
            Path.of("."));
    RunResult result = Simulation.of(experiment, plugins()).run();
    assertThat(result.quarantined()).isEmpty();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(DescribedCounters.read().missing(result.vmstat().keySet())).isEmpty();
    result.vmstat().forEach((name, count) -> COUNTED.addAll(count > 0 ? Set.of(name) : Set.of()));
    assertThat(result.changes())
        .allSatisfy(change -> assertThat(change.outcome()).startsWith("done"));
    return result;
  }

  private static long moved(RunResult result, String policy) {
    return result.participants().stream()
        .filter(one -> one.kind().equals("policy") && one.name().equals(policy))
        .map(Participant::stats)
        .mapToLong(
            stats ->
                stats.getOrDefault("promoted_pages", 0L) + stats.getOrDefault("demoted_pages", 0L))
        .sum();
  }

  /** The lists above are whole: they name what experiments can name. */
  @Test
  void everyPluginIsInTheMatrix() throws IOException {
    String schema = java.nio.file.Files.readString(Path.of("../doc/experiment.schema.json"));
    assertThat(names(schema, "abit")).containsExactlyInAnyOrderElementsOf(SOURCES.keySet());
    List<String> policies = new ArrayList<>(POLICIES.keySet());
    policies.addAll(NO_MOVES.keySet());
    assertThat(names(schema, "moron")).containsExactlyInAnyOrderElementsOf(policies);
    assertThat(names(schema, "dma")).containsExactlyInAnyOrderElementsOf(ENGINES);
  }

  /** The list of names in the schema that holds a certain one. */
  private static List<String> names(String schema, String one) {
    java.util.regex.Matcher list =
        java.util.regex.Pattern.compile("\\[([^\\[\\]]*\"" + one + "\"[^\\[\\]]*)\\]")
            .matcher(schema);
    assertThat(list.find()).isTrue();
    return Stream.of(list.group(1).split(",")).map(name -> name.replaceAll("[\\s\"]", "")).toList();
  }

  @TestFactory
  Stream<DynamicTest> everySourceWithEveryPolicyAndEveryEngine() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String source : SOURCES.keySet()) {
      for (String policy : policies()) {
        for (String engine : ENGINES) {
          String name = source + " × " + policy + " × " + engine;
          boolean refused = NEED_HINT_FAULTS.contains(policy) && !HINT_FAULTS.contains(source);
          tests.add(
              dynamicTest(
                  name,
                  () -> {
                    if (refused) {
                      isRefused(source, policy, engine);
                    } else {
                      moves(source, policy, engine);
                    }
                  }));
        }
      }
    }
    tests.add(dynamicTest("version 0 of abit", () -> version("v0", "kmmscand-v0")));
    tests.add(dynamicTest("version 3 of abit", () -> version("v3", "kscand")));
    tests.add(dynamicTest("every counter that is described", MatrixTest::everyCounterOccurs));
    return tests.stream();
  }

  private static void version(String version, String series) throws IOException {
    run(
        List.of(new PluginSetting("abit", Map.of("version", version, "mm_scan_period_ms", 100))),
        List.of(new PluginSetting("promote-on-access", Map.of("series", series))),
        "kernel");
  }

  private static void everyCounterOccurs() throws IOException {
    assertThat(DescribedCounters.read().without(COUNTED))
        .isSubsetOf(CountedElsewhere.names().toList());
  }

  private static List<String> policies() {
    List<String> all = new ArrayList<>(POLICIES.keySet());
    all.addAll(NO_MOVES.keySet().stream().sorted().toList());
    return all;
  }

  private static void isRefused(String source, String policy, String engine) {
    assertThatThrownBy(() -> run(List.of(source(source)), List.of(policy(policy)), engine))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + policy + "'")
        .hasMessageContaining("'" + source + "'");
  }

  private static void moves(String source, String policy, String engine) throws IOException {
    List<PluginSetting> list = new ArrayList<>(List.of(policy(policy)));
    if (policy.equals("demotion")) {
      // Somebody has to fill the node that it makes room on.
      list.add(policy("promote-on-access"));
    }
    RunResult result = run(List.of(source(source)), list, engine);
    if (NO_MOVES.containsKey(policy)) {
      assertThat(moved(result, policy)).isZero();
    } else {
      assertThat(moved(result, policy)).isPositive();
    }
    if (!HINT_FAULTS.contains(source) && !WITHOUT_SOURCE.contains(policy)) {
      // Hint faults are events only where somebody decides on them.
      assertThat(
              result.participants().stream()
                  .filter(one -> one.kind().equals("source"))
                  .mapToLong(one -> one.stats().getOrDefault("events", 0L))
                  .sum())
          .isPositive();
    }
  }

  private static ScriptedChange halfway(
      List<PluginSetting> sources, List<PluginSetting> policies, PluginSetting engine) {
    return new ScriptedChange(new ScriptedChange.AtTime(1_250_000_000), sources, policies, engine);
  }

  @TestFactory
  Stream<DynamicTest> everyPairOfSourcesIsExchanged() {
    return pairs(List.copyOf(SOURCES.keySet()))
        .map(
            pair ->
                dynamicTest(
                    pair.get(0) + " → " + pair.get(1),
                    () ->
                        run(
                            List.of(source(pair.get(0))),
                            List.of(policy("promote-on-access")),
                            "kernel",
                            halfway(List.of(source(pair.get(1))), null, null))));
  }

  @TestFactory
  Stream<DynamicTest> everyPairOfPoliciesIsExchanged() {
    return pairs(policies())
        .map(
            pair ->
                dynamicTest(
                    pair.get(0) + " → " + pair.get(1),
                    () ->
                        run(
                            List.of(source("numab")),
                            List.of(policy(pair.get(0))),
                            "kernel",
                            halfway(null, List.of(policy(pair.get(1))), null))));
  }

  @TestFactory
  Stream<DynamicTest> everyPairOfEnginesIsExchanged() {
    return pairs(ENGINES)
        .map(
            pair ->
                dynamicTest(
                    pair.get(0) + " → " + pair.get(1),
                    () ->
                        run(
                            List.of(source("abit")),
                            List.of(policy("hotstore")),
                            pair.get(0),
                            halfway(null, null, PluginSetting.of(pair.get(1))))));
  }

  private static Stream<List<String>> pairs(List<String> names) {
    return names.stream()
        .flatMap(
            one ->
                names.stream()
                    .filter(other -> !other.equals(one))
                    .map(other -> List.of(one, other)));
  }

  private static PluginSetting scheme(String as, Map<String, Object> knobs) {
    return new PluginSetting(as, "damos", knobs);
  }

  private static final PluginSetting COLD =
      scheme(
          "cold",
          Map.of("action", "migrate-cold", "target_nid", 1, "nr_accesses_max", 0, "age_min", 2));

  @Test
  void hintFaultsPromoteAndReclaimDemotes() throws IOException {
    Map<String, Object> tiering = Map.of("numa_balancing", 2);
    RunResult result =
        run(
            List.of(
                new PluginSetting(
                    "numab",
                    Map.of("scan_delay_ms", 100, "scan_period_min_ms", 100, "numa_balancing", 2))),
            List.of(
                new PluginSetting("numa-balancing", tiering),
                new PluginSetting("demotion", tiering)),
            "kernel");
    assertThat(moved(result, "numa-balancing")).isPositive();
  }

  /** DRAM of 768 pages begins with 640 that nobody uses; 512 hot ones are on the CXL node. */
  private static RunResult runWithColdMemoryOnDram(
      List<PluginSetting> sources, List<PluginSetting> policies) throws IOException {
    MachineSpec machine =
        new MachineSpec(
            "matrix",
            List.of(
                new NodeSpec(NodeSpec.Kind.DRAM, 3 << 20, 100, 72, 2),
                new NodeSpec(NodeSpec.Kind.CXL, 16 << 20, 250, 26, 0)),
            List.of(),
            10,
            KnobSet.of(CostModel.class).defaults());
    Map<String, Object> hot =
        Map.of("hot_size", 2 << 20, "cold_size", 0, "passes", 1L << 40, "gap", 4_000, "node", 1);
    Map<String, Object> cold =
        Map.of(
            "hot_size", 4096, "cold_size", 640 * 4096, "passes", 1L << 40, "gap", 4_000, "node", 0);
    Experiment experiment =
        new Experiment(
            "cold memory on DRAM",
            machine,
            List.of(
                new WorkloadSetting(new PluginSetting("static", hot), -1, 0),
                new WorkloadSetting(new PluginSetting("static", cold), -1, 0)),
            sources,
            policies,
            PluginSetting.of("kernel"),
            1,
            List.of(),
            4_000_000_000L,
            Path.of("."),
            OracleSetting.NONE,
            AccessMode.EXACT);
    RunResult result = Simulation.of(experiment, plugins()).run();
    assertThat(result.quarantined()).isEmpty();
    assertThat(result.invariants()).isEqualTo("ok");
    return result;
  }

  private static long stat(RunResult result, String policy, String name) {
    return result.participants().stream()
        .filter(one -> one.kind().equals("policy") && one.name().equals(policy))
        .mapToLong(one -> one.stats().getOrDefault(name, 0L))
        .sum();
  }

  @Test
  void hintFaultsPromoteAndDamonDemotes() throws IOException {
    Map<String, Object> tiering = Map.of("numa_balancing", 2);
    RunResult result =
        runWithColdMemoryOnDram(
            List.of(
                new PluginSetting(
                    "numab",
                    Map.of("scan_delay_ms", 100, "scan_period_min_ms", 100, "numa_balancing", 2)),
                source("damon")),
            List.of(new PluginSetting("numa-balancing", tiering), COLD));
    // 767 pages are free at most; without the cold scheme 127.
    assertThat(stat(result, "numa-balancing", "promoted_pages")).isGreaterThan(128);
    assertThat(stat(result, "cold", "demoted_pages")).isGreaterThan(400);
    assertThat(stat(result, "cold", "promoted_pages")).isZero();
  }

  @Test
  void theStorePromotesBesideHotAndColdSchemes() throws IOException {
    PluginSetting hot =
        scheme("hot", Map.of("action", "migrate-hot", "target_nid", 0, "nr_accesses_min", 5));
    RunResult result =
        runWithColdMemoryOnDram(
            List.of(source("abit"), source("damon")), List.of(policy("hotstore"), hot, COLD));
    assertThat(stat(result, "hotstore", "promoted_pages") + stat(result, "hot", "promoted_pages"))
        .isGreaterThan(128);
    assertThat(stat(result, "cold", "demoted_pages")).isGreaterThan(400);
  }
}
