package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.engine.kernel.component.KernelComponent;
import org.tierlab.policy.hotstore.component.HotStoreComponent;
import org.tierlab.policy.promoteonaccess.component.PromoteOnAccessComponent;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.SuppliedPlugins;
import org.tierlab.sim.result.RunResult;
import org.tierlab.source.abit.component.AbitComponent;
import org.tierlab.source.lruscan.component.LruScanComponent;
import org.tierlab.workload.statics.component.StaticComponent;

/**
 * Who pays for what, as doc/costs.md says it: the CPU time of each payer is what its mechanism did,
 * times what that costs. Costs are the cost model's, in nanoseconds.
 */
class CostsByPayerTest {
  private static final int CPUS = 2;
  private static final long PAGES = 16_384;
  private static final double TEST_AND_CLEAR = 50;
  private static final double SKIP = 5;
  private static final double TURN = 10 * SKIP;

  /** Batch, isolation, unmapping, a shootdown of one CPU, 4 KiB at 6 GB/s, remapping. */
  private static final double MIGRATION = 1500 + 400 + 476 + 1000 + 200 + 4096 / 6.0 + 600;

  private static RunResult run(PluginSetting source, List<PluginSetting> policies, long limitNs)
      throws IOException {
    long bytes = 256L << 20;
    MachineSpec machine =
        new MachineSpec(
            "two nodes",
            List.of(
                new NodeSpec(NodeSpec.Kind.DRAM, bytes, 100, 72, CPUS),
                new NodeSpec(NodeSpec.Kind.CXL, bytes, 250, 26, 0)),
            List.of(),
            10,
            KnobSet.of(CostModel.class).defaults());
    Map<String, Object> workload =
        Map.of("hot_size", PAGES * 4096 / 8, "cold_size", PAGES * 4096 * 7 / 8, "passes", 1L << 40);
    Experiment experiment =
        new Experiment(
            "costs",
            machine,
            new PluginSetting("static", workload),
            -1,
            List.of(source),
            policies,
            PluginSetting.of("kernel"),
            1,
            List.of(),
            limitNs,
            Path.of("."));
    SuppliedPlugins plugins =
        new SuppliedPlugins()
            .add(StaticComponent::new)
            .add(AbitComponent::new)
            .add(LruScanComponent::new)
            .add(PromoteOnAccessComponent::new)
            .add(HotStoreComponent::new)
            .add(KernelComponent::new);
    RunResult result = Simulation.of(experiment, plugins).run();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.quarantined()).isEmpty();
    double sum = result.total().cpuNs().values().stream().mapToDouble(ns -> ns).sum();
    assertThat(sum).as("all payers").isCloseTo((double) CPUS * result.runtimeNs(), within(1e3));
    return result;
  }

  private static double cpuNs(RunResult result, String payer) {
    return result.total().cpuNs().getOrDefault(payer, 0.0);
  }

  private static double kernelThreadsNs(RunResult result) {
    return result.total().cpuNs().entrySet().stream()
        .filter(payer -> !payer.getKey().startsWith("task:"))
        .filter(payer -> !payer.getKey().equals("idle"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private static long count(RunResult result, String item) {
    return result.vmstat().getOrDefault(item, 0L);
  }

  /** One turn a cycle, of which there are at most so many in the run. */
  private static double turns(RunResult result) {
    return result.runtimeNs() / 16e6 * TURN;
  }

  @Test
  void theScannerPaysForEntriesAndRecords() throws IOException {
    RunResult result =
        run(
            new PluginSetting("abit", Map.of("version", "v1", "mms_to_scan", 1)),
            List.of(),
            5_000_000_000L);
    long entries = count(result, "nr_kmmscand_mm_scans") * PAGES;
    long records = count(result, "nr_kmmscand_migadded");
    assertThat(records).isPositive();
    assertThat(cpuNs(result, "kmmscand"))
        .isCloseTo((entries + records) * TEST_AND_CLEAR, within(turns(result)));
    assertThat(kernelThreadsNs(result)).isEqualTo(cpuNs(result, "kmmscand"));
    assertThat(cpuNs(result, "task:ipi")).as("no flush").isZero();
  }

  @Test
  void anIdleScannerPaysForItsTurns() throws IOException {
    RunResult result = run(PluginSetting.of("abit"), List.of(), 900_000_000L);
    // a cycle is 4096 turns and 16 ms
    double cycleNs = 4096 * TURN + 16e6;
    assertThat(cpuNs(result, "kmmscand") / result.runtimeNs())
        .isCloseTo(4096 * TURN / cycleNs, within(3e-4));
  }

  @Test
  void theMigratorPaysForRecordsAndForEverythingOfAMigration() throws IOException {
    RunResult result =
        run(
            new PluginSetting("abit", Map.of("version", "v1", "mms_to_scan", 1)),
            List.of(PluginSetting.of("promote-on-access")),
            1_400_000_000L);
    long migrated = count(result, "nr_kmmscand_migrated");
    assertThat(migrated).isEqualTo(PAGES);
    assertThat(count(result, "kmmscand_list_taken")).isEqualTo(PAGES);
    assertThat(cpuNs(result, "kmmmigrated"))
        .isCloseTo(PAGES / 64 * 20 + PAGES * 50 + migrated * MIGRATION, within(2e3));
    assertThat(cpuNs(result, "task:ipi")).as("the task's interrupts").isEqualTo(migrated * 500.0);
    assertThat(cpuNs(result, "task:migrate")).isZero();
    assertThat(kernelThreadsNs(result))
        .isEqualTo(cpuNs(result, "kmmscand") + cpuNs(result, "kmmmigrated"));
  }

  @Test
  void inVersion0TheScannerPaysForBoth() throws IOException {
    RunResult apart =
        run(
            new PluginSetting("abit", Map.of("version", "v1", "mms_to_scan", 1)),
            List.of(PluginSetting.of("promote-on-access")),
            1_400_000_000L);
    RunResult inside =
        run(
            new PluginSetting("abit", Map.of("version", "v0", "mms_to_scan", 1)),
            List.of(new PluginSetting("promote-on-access", Map.of("series", "kmmscand-v0"))),
            1_400_000_000L);
    assertThat(count(inside, "nr_kmmscand_migrated")).isEqualTo(PAGES);
    assertThat(count(inside, "nr_kmmscand_mm_scans")).isEqualTo(1);
    assertThat(kernelThreadsNs(inside)).isEqualTo(cpuNs(inside, "kmmscand"));
    assertThat(cpuNs(inside, "kmmscand"))
        .isCloseTo(
            PAGES * 2 * TEST_AND_CLEAR + PAGES / 64 * 20 + PAGES * 50 + PAGES * MIGRATION,
            within(turns(inside) + 2e3));
    assertThat(cpuNs(inside, "task:ipi")).isEqualTo(cpuNs(apart, "task:ipi"));
  }

  @Test
  void klruscandPaysForWhatItLooksAtAndTheStoreForWhatIsReported() throws IOException {
    RunResult result =
        run(
            PluginSetting.of("lruscan"),
            List.of(new PluginSetting("hotstore", Map.of("freq_threshold", 3))),
            1_900_000_000L);
    long tables = count(result, "lru_gen_nonleaf_total");
    long walked = count(result, "lru_gen_nonleaf_found");
    long young = count(result, "lru_gen_leaf_young");
    long old = count(result, "lru_gen_leaf_total") - young;
    assertThat(young).isPositive();
    assertThat(walked).isLessThan(tables);
    // what is absent at the first walk, before the task has touched it, is looked at by the PMD
    assertThat(cpuNs(result, "klruscand"))
        .isCloseTo(
            (tables - walked) * SKIP
                + walked * TEST_AND_CLEAR
                + young * TEST_AND_CLEAR
                + old * SKIP,
            within(PAGES / 512 * SKIP + 1));
    assertThat(cpuNs(result, "task:ipi") > 0).isEqualTo(result.total().promotions() > 0);
    assertThat(kernelThreadsNs(result))
        .isCloseTo(cpuNs(result, "klruscand") + cpuNs(result, "kmigrated1"), within(1.0));
    assertThat(cpuNs(result, "kmigrated1"))
        .isGreaterThanOrEqualTo(count(result, "klruscand_recorded") * 50.0);
  }
}
