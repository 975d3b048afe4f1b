package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.engine.dma.component.DmaComponent;
import org.tierlab.engine.kernel.component.KernelComponent;
import org.tierlab.engine.multithread.component.MultithreadComponent;
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
import org.tierlab.workload.statics.component.StaticComponent;

/** Copy engines in whole simulations: who pays, and that nothing is lost. */
class CopyEnginesTest {
  private static final long PAGES = 16_384;

  /** Who pays in these runs, as printed. */
  private static final List<String> PAYERS =
      List.of(
          "idle",
          "task:user",
          "task:fault",
          "task:scan",
          "task:migrate",
          "task:ipi",
          "task:refill",
          "kmmscand",
          "kmmmigrated",
          "kworker/u:migrate",
          "kworker/H:migrate",
          "irq/dma");

  private static RunResult promoted(PluginSetting engine, int cpus, Map<String, ?> costs)
      throws IOException {
    return promoted(engine, cpus, costs, Map.of("passes", 1000));
  }

  private static RunResult promoted(
      PluginSetting engine, int cpus, Map<String, ?> costs, Map<String, Object> passes)
      throws IOException {
    MachineSpec machine =
        new MachineSpec(
            "two nodes",
            List.of(
                new NodeSpec(NodeSpec.Kind.DRAM, 256L << 20, 100, 72, cpus),
                new NodeSpec(NodeSpec.Kind.CXL, 256L << 20, 250, 26, 0)),
            List.of(),
            10,
            KnobSet.of(CostModel.class).bind(costs));
    Map<String, Object> workload = new HashMap<>(passes);
    workload.putAll(Map.of("hot_size", PAGES * 4096, "cold_size", 0, "order", 4));
    Experiment experiment =
        new Experiment(
            "engines",
            machine,
            new PluginSetting("static", workload),
            -1,
            List.of(PluginSetting.of("abit")),
            List.of(PluginSetting.of("promote-on-access")),
            engine,
            1,
            List.of(),
            Long.MAX_VALUE,
            Path.of("."));
    SuppliedPlugins plugins =
        new SuppliedPlugins()
            .add(StaticComponent::new)
            .add(AbitComponent::new)
            .add(PromoteOnAccessComponent::new)
            .add(KernelComponent::new)
            .add(MultithreadComponent::new)
            .add(DmaComponent::new);
    RunResult result = Simulation.of(experiment, plugins).run();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.quarantined()).isEmpty();
    assertThat(result.vmstat()).containsEntry("pgpromote_success", PAGES);
    return result;
  }

  private static RunResult promoted(String engine, Map<String, Object> knobs, int cpus)
      throws IOException {
    return promoted(new PluginSetting(engine, knobs), cpus, Map.of());
  }

  private static double cpuNs(RunResult result, String payer) {
    return result.total().cpuNs().getOrDefault(payer, 0.0);
  }

  @Test
  void workersPayForTheCopyAndTheMigratorForTheRest() throws IOException {
    RunResult kernel = promoted("kernel", Map.of(), 16);
    RunResult threads = promoted("multithread", Map.of("workqueue", "highpri"), 16);

    assertThat(cpuNs(kernel, "kworker/H:migrate")).isZero();
    // 64 MiB at the worker's share, 0.81, of 6 GB/s and with 28/25 of the time for four; 900 ns for
    // each of four parts of 1024 folios.
    assertThat(cpuNs(threads, "kworker/H:migrate"))
        .isCloseTo(PAGES * 4096 / 6.0 / 0.81 * 1.12 + 1024 * 4 * 900, within(1e5));
    // This migrator moves folio by folio: 1024 times four items to queue instead of the copy.
    assertThat(sumOfMigrators(threads) - sumOfMigrators(kernel))
        .isCloseTo(PAGES / 16 * 4 * 4_000 - PAGES * 4096 / 6.0, within(1e5));
  }

  private static double sumOfMigrators(RunResult result) {
    return result.total().cpuNs().entrySet().stream()
        .filter(payer -> !payer.getKey().startsWith("task:"))
        .filter(payer -> !payer.getKey().equals("idle"))
        .filter(payer -> !payer.getKey().equals("kmmscand"))
        .filter(payer -> !payer.getKey().startsWith("kworker"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kernel|",
        "multithread|",
        "multithread|workqueue=highpri",
        "multithread|cpu_account=initiator",
        "multithread|idle_cpus_only=true",
        "multithread|thread_count=free-cpus",
        "dma|",
        "dma|completion=polling",
        "dma|transfer=per-folio",
        "dma|offloading=0"
      })
  void cpuTimeByPayerAddsUpToElapsedTimeOnAllCpus(String engine, String knob) throws IOException {
    for (int cpus : new int[] {1, 16}) {
      // Few accesses with long gaps: the same scans and migrations.
      RunResult result =
          promoted(
              new PluginSetting(engine, knob(knob)),
              cpus,
              Map.of(),
              Map.of("passes", 30, "gap", 9_000));
      double booked = 0;
      for (Map.Entry<String, Double> payer : result.total().cpuNs().entrySet()) {
        assertThat(PAYERS).as("a payer that the costs' page names").contains(payer.getKey());
        booked += payer.getValue();
      }
      assertThat(booked).isCloseTo((double) result.simulatedNs() * cpus, within(1.0 * cpus));
    }
  }

  private static Map<String, Object> knob(String text) {
    if (text == null) {
      return Map.of();
    }
    String[] parts = text.split("=", 2);
    Object value = parts[1].equals("0") ? (Object) 0 : parts[1];
    return Map.of(parts[0], parts[1].equals("true") ? (Object) true : value);
  }

  @Test
  void theInitiatorsAccountTakesTheSameTime() throws IOException {
    RunResult own = promoted("multithread", Map.of(), 16);
    RunResult charged = promoted("multithread", Map.of("cpu_account", "initiator"), 16);

    assertThat(cpuNs(charged, "kworker/u:migrate")).isZero();
    assertThat(sumOfMigrators(charged) - sumOfMigrators(own))
        .isCloseTo(cpuNs(own, "kworker/u:migrate"), within(1.0));
    assertThat(charged.runtimeNs()).isEqualTo(own.runtimeNs());
  }

  @Test
  void theTaskFetchesAgainWhatTheCopyEvicts() throws IOException {
    RunResult temporal = promoted("multithread", Map.of(), 16);
    RunResult past = promoted("multithread", Map.of("stores", "non-temporal"), 16);
    RunResult unfelt = promoted(PluginSetting.of("multithread"), 16, Map.of("cache_live_share", 0));

    assertThat(cpuNs(unfelt, "task:refill")).isZero();
    assertThat(cpuNs(past, "task:refill")).isPositive();
    assertThat(cpuNs(temporal, "task:refill") / cpuNs(past, "task:refill"))
        .isCloseTo(2, within(0.1));
    assertThat(temporal.runtimeNs()).isGreaterThan(unfelt.runtimeNs());
  }

  @Test
  void onTheOnlyCpuWorkersSlowTheTaskDown() throws IOException {
    RunResult beside = promoted("multithread", Map.of(), 16);
    RunResult alone = promoted("multithread", Map.of(), 1);

    assertThat(alone.runtimeNs()).isGreaterThan(beside.runtimeNs());
  }

  @Test
  void channelsWorkWhileTheMigratorsCpuIsFree() throws IOException {
    RunResult kernel = promoted("kernel", Map.of(), 16);
    RunResult interrupt = promoted("dma", Map.of(), 16);
    RunResult polling = promoted("dma", Map.of("completion", "polling"), 16);

    assertThat(interrupt.vmstat()).containsEntry("dcbm_folios_migrated", PAGES / 16);
    // A folio of 64 KiB: 2170 ns to submit instead of a copy at 6 GB/s.
    assertThat(sumOfMigrators(kernel) - sumOfMigrators(interrupt) + cpuNs(interrupt, "irq/dma"))
        .isCloseTo(PAGES / 16 * (65_536 / 6.0 - 2_170), within(1e5));
    // Polling burns the transfer: 320 ns and 64 KiB at 13 GB/s.
    assertThat(sumOfMigrators(polling) - sumOfMigrators(interrupt) + cpuNs(interrupt, "irq/dma"))
        .isCloseTo(PAGES / 16 * (320 + 65_536 / 13.0), within(1e5));
  }

  @Test
  void failedTransfersLoseNoFolio() throws IOException {
    RunResult result =
        promoted("dma", Map.of("failure_probability", 0.5, "transfer", "per-folio"), 16);

    long failed = result.vmstat().get("dcbm_folios_failures");
    assertThat(failed).isBetween(450L, 574L);
    assertThat(result.vmstat()).containsEntry("dcbm_folios_migrated", PAGES / 16 - failed);
  }
}
