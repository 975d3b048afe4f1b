package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.engine.kernel.component.KernelComponent;
import org.tierlab.policy.damos.component.DamosComponent;
import org.tierlab.policy.demotion.component.DemotionComponent;
import org.tierlab.policy.hotstore.component.HotStoreComponent;
import org.tierlab.policy.moron.component.MoronComponent;
import org.tierlab.policy.numabalancing.component.NumaBalancingComponent;
import org.tierlab.policy.promoteonaccess.component.PromoteOnAccessComponent;
import org.tierlab.policy.tenant.component.TenantComponent;
import org.tierlab.sim.Simulation;
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
import org.tierlab.source.numab.component.BalanceNumaComponent;
import org.tierlab.source.numab.component.NumabComponent;
import org.tierlab.source.sampling.component.SamplingComponent;
import org.tierlab.workload.filecache.component.FilecacheComponent;

/** A file that is read with system calls: who sees its page cache, and what moves it. */
class PageCacheSourcesTest {
  private static final int FILE_PAGES = 512;
  private static final int HEAP_PAGES = 512;

  private static SuppliedPlugins plugins() {
    return new SuppliedPlugins()
        .add(FilecacheComponent::new)
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
        .add(HotStoreComponent::new)
        .add(DamosComponent::new)
        .add(TenantComponent::new)
        .add(DemotionComponent::new)
        .add(KernelComponent::new);
  }

  private static PluginSetting source(String words) {
    return switch (words) {
      case "vaddr", "fvaddr", "paddr" ->
          new PluginSetting("damon", Map.of("operations", words, "max_nr_regions", 800));
      case "abit" -> new PluginSetting("abit", Map.of("mm_scan_period_ms", 100));
      case "numab" ->
          new PluginSetting("numab", Map.of("scan_delay_ms", 100, "scan_period_min_ms", 100));
      case "balancenuma" ->
          new PluginSetting(
              "balancenuma",
              Map.of("balance_numa_scan_delay_ms", 100, "balance_numa_scan_period_min_ms", 100));
      case "sampling" -> new PluginSetting("sampling", Map.of("sample_period", 20));
      case "chmu" -> new PluginSetting("chmu", Map.of("hotness_threshold", 16));
      default -> PluginSetting.of(words);
    };
  }

  private static PluginSetting policy(String name) {
    return name.equals("damos")
        ? new PluginSetting(
            "damos", Map.of("action", "migrate-hot", "target_nid", 0, "nr_accesses_min", 1))
        : PluginSetting.of(name);
  }

  private static RunResult run(
      Map<String, Object> workload, List<PluginSetting> sources, String... policies)
      throws IOException {
    Map<String, Object> knobs =
        new HashMap<>(
            Map.of(
                "file_size", FILE_PAGES * 4096,
                "heap_size", HEAP_PAGES * 4096,
                "threads", 1,
                "operations", 120_000,
                "heap_accesses", 2,
                "file_node", 1,
                "heap_node", 1,
                "think_time", 7_000));
    knobs.putAll(workload);
    MachineSpec machine =
        new MachineSpec(
            "small",
            List.of(
                new NodeSpec(NodeSpec.Kind.DRAM, 4 << 20, 100, 72, 2),
                new NodeSpec(NodeSpec.Kind.CXL, 16 << 20, 250, 26, 0)),
            List.of(),
            10,
            KnobSet.of(CostModel.class).defaults());
    Experiment experiment =
        new Experiment(
            "file",
            machine,
            new PluginSetting("filecache", knobs),
            -1,
            sources,
            Stream.of(policies).map(PageCacheSourcesTest::policy).toList(),
            PluginSetting.of("kernel"),
            1,
            List.of(),
            Long.MAX_VALUE,
            Path.of("."));
    RunResult result = Simulation.of(experiment, plugins()).run();
    assertThat(result.quarantined()).isEmpty();
    assertThat(result.invariants()).isEqualTo("ok");
    return result;
  }

  /** Every mechanism promotes the heap; the file only if it looks at physical memory. */
  @ParameterizedTest
  @CsvSource({
    "abit, promote-on-access, false",
    "numab, numa-balancing, false",
    "balancenuma, moron, false",
    "vaddr, damos, false",
    "fvaddr, damos, false",
    "lruscan, hotstore, false",
    "paddr, damos, true",
    "paddr, hotstore, true",
    "sampling, hotstore, true",
    "sampling, promote-on-access, true",
    "sampling, tenant, true",
    "chmu, hotstore, true",
  })
  void thoseSeeItWhoLookAtPhysicalMemory(String source, String policy, boolean file)
      throws IOException {
    RunResult result = run(Map.of(), List.of(source(source)), policy);
    assertThat(result.processes().get("0:filecache").get(0)).as("heap on DRAM").isPositive();
    long promoted = result.processes().get("1:data").get(0);
    if (file) {
      assertThat(promoted).as("pages of the file on DRAM").isPositive();
    } else {
      assertThat(promoted).as("pages of the file on DRAM").isZero();
    }
    assertThat(result.nodes().get(0).fileBytes()).isEqualTo(promoted * 4096);
    assertThat(result.nodes().get(1).fileBytes()).isEqualTo((FILE_PAGES - promoted) * 4096);
  }

  /** DRAM is full of file; what is promoted of the heap makes kswapd push it out. */
  @Test
  void reclaimDemotesPageCache() throws IOException {
    RunResult result =
        run(
            Map.of("file_node", 0, "file_size", 960 * 4096),
            List.of(source("sampling")),
            "demotion",
            "promote-on-access");
    long left = result.processes().get("1:data").get(0);
    assertThat(result.vmstat().get("pgdemote_kswapd")).isPositive();
    assertThat(result.processes().get("0:filecache").get(0)).isPositive();
    assertThat(left).isLessThan(960);
    assertThat(result.nodes().get(1).fileBytes()).isEqualTo((960 - left) * 4096);
  }

  @Test
  void anEmptyCacheFillsFromStorage() throws IOException {
    Map<String, Object> workload =
        Map.of("file_node", -1, "operations", 50_000, "theta", 0, "write_fraction", 0);
    RunResult result = run(workload, List.of(), "demotion");
    assertThat(result.vmstat()).containsEntry("pgpgin", 4L * FILE_PAGES);
    assertThat(result.processes().get("1:data").stream().mapToLong(pages -> pages).sum())
        .isEqualTo(FILE_PAGES);
  }

  @Test
  void theSameSeedGivesTheSameHash() throws IOException {
    Map<String, Object> workload = Map.of("operations", 50_000, "file_order", 4);
    String hash = run(workload, List.of(source("paddr")), "damos").hash();
    assertThat(run(workload, List.of(source("paddr")), "damos").hash()).isEqualTo(hash);
    assertThat(run(workload, List.of(source("vaddr")), "damos").hash()).isNotEqualTo(hash);
  }
}
