package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.engine.dma.component.DmaComponent;
import org.tierlab.engine.kernel.component.KernelComponent;
import org.tierlab.engine.multithread.component.MultithreadComponent;
import org.tierlab.policy.damos.component.DamosComponent;
import org.tierlab.policy.hotstore.component.HotStoreComponent;
import org.tierlab.policy.numabalancing.component.NumaBalancingComponent;
import org.tierlab.policy.promoteonaccess.component.PromoteOnAccessComponent;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.AccessMode;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.OracleSetting;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.experiment.WorkloadSetting;
import org.tierlab.sim.plugin.SuppliedPlugins;
import org.tierlab.sim.result.RunResult;
import org.tierlab.source.abit.component.AbitComponent;
import org.tierlab.source.chmu.component.ChmuComponent;
import org.tierlab.source.damon.component.DamonComponent;
import org.tierlab.source.lruscan.component.LruScanComponent;
import org.tierlab.source.numab.component.NumabComponent;
import org.tierlab.source.sampling.component.SamplingComponent;
import org.tierlab.workload.statics.component.StaticComponent;

/**
 * Each way of finding hot pages beside processes that start in mid-run and exit before it ends, and
 * folios of three sizes under each copy engine. One process runs for about 3 s on 16 MiB of the
 * slow node; the fast node has room for half of that.
 */
class ShortLivedProcessesTest {
  private static final long PAGES = 4096;
  private static final long MS = 1_000_000;

  private static WorkloadSetting process(String name, long pages, int order, int passes, long ms) {
    Map<String, Object> knobs = new HashMap<>();
    knobs.put("hot_size", pages * 4096);
    knobs.put("cold_size", 0L);
    knobs.put("order", order);
    knobs.put("passes", passes);
    knobs.put("gap", 1000);
    return new WorkloadSetting(new PluginSetting(name, "static", knobs), -1, ms * MS);
  }

  private static RunResult run(
      List<WorkloadSetting> workloads, String source, String policy, String engine)
      throws IOException {
    MachineSpec machine =
        new MachineSpec(
            "two nodes",
            List.of(
                new NodeSpec(NodeSpec.Kind.DRAM, (PAGES / 2 + 300) * 4096, 100, 72, 4),
                new NodeSpec(NodeSpec.Kind.CXL, 8 * PAGES * 4096, 250, 26, 0)),
            List.of(),
            10,
            KnobSet.of(CostModel.class).defaults());
    Experiment experiment =
        new Experiment(
            "short-lived",
            machine,
            workloads,
            List.of(setting(source)),
            List.of(setting(policy)),
            PluginSetting.of(engine),
            1,
            List.of(),
            Long.MAX_VALUE,
            Path.of("."),
            OracleSetting.NONE,
            AccessMode.EXACT);
    SuppliedPlugins plugins =
        new SuppliedPlugins()
            .add(StaticComponent::new)
            .add(AbitComponent::new)
            .add(NumabComponent::new)
            .add(LruScanComponent::new)
            .add(DamonComponent::new)
            .add(SamplingComponent::new)
            .add(ChmuComponent::new)
            .add(PromoteOnAccessComponent::new)
            .add(NumaBalancingComponent::new)
            .add(HotStoreComponent::new)
            .add(DamosComponent::new)
            .add(KernelComponent::new)
            .add(MultithreadComponent::new)
            .add(DmaComponent::new);
    RunResult result = Simulation.of(experiment, plugins).run();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.quarantined()).isEmpty();
    assertThat(result.complete()).isTrue();
    return result;
  }

  private static PluginSetting setting(String name) {
    return switch (name) {
      case "abit" -> new PluginSetting(name, Map.of("mm_scan_period_ms", 600L));
      case "numab", "numa-balancing" -> new PluginSetting(name, Map.of("numa_balancing", 2));
      case "hotstore" -> new PluginSetting(name, Map.of("kmigrated_sleep_ms", 10));
      case "sampling" -> new PluginSetting(name, Map.of("sample_period", 101L, "tiers", "all"));
      case "damos" ->
          new PluginSetting(
              name, Map.of("action", "migrate-hot", "target_nid", 0, "nr_accesses_min", 1));
      default -> PluginSetting.of(name);
    };
  }

  private static long resident(RunResult result, String name) {
    return of(result, name).stream().mapToLong(Long::longValue).sum();
  }

  private static List<Long> of(RunResult result, String name) {
    Map<String, List<Long>> byName = new TreeMap<>();
    result
        .processes()
        .forEach((key, pages) -> byName.put(key.substring(key.indexOf(':') + 1), pages));
    return byName.get(name);
  }

  @ParameterizedTest
  @CsvSource({
    "abit, promote-on-access",
    "numab, numa-balancing",
    "lruscan, hotstore",
    "damon, damos",
    "sampling, hotstore",
    "chmu, hotstore"
  })
  void nothingIsLostOfProcessesThatComeAndGo(String source, String policy) throws IOException {
    List<WorkloadSetting> workloads =
        List.of(
            process("long", PAGES, 0, 600, 0),
            process("early", 700, 0, 900, 300),
            process("late", 700, 4, 700, 1700),
            process("brief", 64, 0, 5, 1200));

    RunResult result = run(workloads, source, policy, "kernel");

    assertThat(resident(result, "static")).isEqualTo(PAGES);
    for (String gone : List.of("static-2", "static-3", "static-4")) {
      assertThat(resident(result, gone)).as(gone).isZero();
    }
    assertThat(result.vmstat()).containsKey("pgmigrate_success");
    assertThat(result.vmstat().get("pgmigrate_success")).isPositive();
    assertThat(run(workloads, source, policy, "kernel").hash()).isEqualTo(result.hash());
  }

  @ParameterizedTest
  @CsvSource({
    "kernel, 0", "kernel, 4", "kernel, 9",
    "multithread, 0", "multithread, 4", "multithread, 9",
    "dma, 0", "dma, 4", "dma, 9"
  })
  void foliosMoveWhole(String engine, int order) throws IOException {
    RunResult result =
        run(List.of(process("one", PAGES, order, 600, 0)), "abit", "promote-on-access", engine);

    long folio = 1L << order;
    long moved = result.vmstat().getOrDefault("pgmigrate_success", 0L);
    assertThat(moved).isPositive().matches(pages -> pages % folio == 0, "whole folios");
    assertThat(of(result, "static")).allMatch(pages -> pages % folio == 0);
    assertThat(of(result, "static").get(0)).isEqualTo(moved);
    assertThat(resident(result, "static")).isEqualTo(PAGES);
  }
}
