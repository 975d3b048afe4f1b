package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.engine.kernel.component.KernelComponent;
import org.tierlab.policy.demotion.component.DemotionComponent;
import org.tierlab.policy.homenode.component.HomeNodeComponent;
import org.tierlab.policy.hotstore.component.HotStoreComponent;
import org.tierlab.policy.moron.component.MoronComponent;
import org.tierlab.policy.numabalancing.component.NumaBalancingComponent;
import org.tierlab.policy.tenant.component.TenantComponent;
import org.tierlab.policy.tpp.component.TppComponent;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.NodeSpec.Kind;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.SuppliedPlugins;
import org.tierlab.sim.result.RunResult;
import org.tierlab.source.numab.component.BalanceNumaComponent;
import org.tierlab.source.numab.component.NumabComponent;
import org.tierlab.workload.autonuma.component.AutonumaComponent;
import org.tierlab.workload.kv.component.KvComponent;

/** Who pays for the mechanisms of hint faults and reclaim, as doc/costs.md says, and how much. */
class CostAttributionTest {
  /** Who pays in any run: the tasks themselves, and the CPUs that nobody wants. */
  private static final Set<String> ALWAYS = Set.of("task:user", "idle");

  private static SuppliedPlugins plugins() {
    return new SuppliedPlugins()
        .add(KvComponent::new)
        .add(AutonumaComponent::new)
        .add(NumabComponent::new)
        .add(BalanceNumaComponent::new)
        .add(NumaBalancingComponent::new)
        .add(MoronComponent::new)
        .add(HomeNodeComponent::new)
        .add(HotStoreComponent::new)
        .add(TenantComponent::new)
        .add(DemotionComponent::new)
        .add(TppComponent::new)
        .add(KernelComponent::new);
  }

  private static RunResult run(
      List<NodeSpec> nodes,
      PluginSetting workload,
      PluginSetting source,
      List<PluginSetting> policies)
      throws IOException {
    MachineSpec machine =
        new MachineSpec("m", nodes, List.of(), 10, KnobSet.of(CostModel.class).defaults());
    Experiment experiment =
        new Experiment(
            "costs",
            machine,
            workload,
            -1,
            List.of(source),
            policies,
            PluginSetting.of("kernel"),
            1,
            List.of(),
            5_000_000_000L,
            Path.of("."));
    RunResult result = Simulation.of(experiment, plugins()).run();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.quarantined()).isEmpty();
    int cpus = nodes.stream().mapToInt(NodeSpec::cpus).sum();
    double booked = result.total().cpuNs().values().stream().mapToDouble(ns -> ns).sum();
    assertThat(booked)
        .as("CPU time of all payers")
        .isCloseTo(
            (result.total().toNs() - result.total().fromNs()) * (double) cpus,
            org.assertj.core.api.Assertions.within(1.0 * cpus));
    return result;
  }

  /** Two threads on a store of 32 MiB that begins in slow memory; DRAM holds half of it. */
  private static RunResult pressed(PluginSetting source, List<PluginSetting> policies)
      throws IOException {
    return run(
        List.of(
            new NodeSpec(Kind.DRAM, 16 << 20, 100, 72, 3),
            new NodeSpec(Kind.CXL, 128 << 20, 250, 26, 0)),
        new PluginSetting(
            "kv",
            Map.of(
                "keys",
                8192L,
                "value_size",
                4096,
                "threads",
                2,
                "operations",
                400_000L,
                "think_time",
                1000,
                "phases",
                2)),
        source,
        policies);
  }

  /** Four threads on two sockets; all memory is on the first. */
  private static RunResult sockets(PluginSetting source, PluginSetting policy) throws IOException {
    return run(
        List.of(
            new NodeSpec(Kind.DRAM, 256 << 20, 100, 72, 2),
            new NodeSpec(Kind.DRAM, 256 << 20, 100, 72, 2)),
        new PluginSetting(
            "autonuma",
            Map.of("variant", "numa02", "size", 64L << 20, "loops", 150L, "gap", 1000, "node", 0)),
        source,
        List.of(policy));
  }

  private static Set<String> payers(RunResult result) {
    Set<String> payers = new TreeSet<>();
    result
        .total()
        .cpuNs()
        .forEach(
            (payer, ns) -> {
              if (ns > 0 && !ALWAYS.contains(payer)) {
                payers.add(payer);
              }
            });
    return payers;
  }

  private static PluginSetting tiering(String source) {
    return new PluginSetting(
        source, Map.of("numa_balancing", 2, "scan_delay_ms", 100, "scan_period_min_ms", 100));
  }

  @ParameterizedTest
  @CsvSource({
    "numa-balancing, task:fault task:scan task:migrate task:ipi task:refill kswapd0",
    "moron, task:fault task:scan task:migrate task:ipi task:refill kswapd0",
    "homenode, task:fault task:scan task:migrate task:ipi task:refill kswapd0",
    "tpp, task:fault task:scan task:migrate task:ipi task:refill kswapd0",
    "hotstore, task:fault task:scan task:ipi task:refill kswapd0 kmigrated1",
    "tenant, task:fault task:scan task:ipi task:refill kswapd0 ktenantd",
  })
  void underMemoryPressureExactlyThesePay(String policy, String expected) throws IOException {
    List<PluginSetting> policies = new ArrayList<>();
    policies.add(PluginSetting.of(policy));
    policies.add(
        new PluginSetting("demotion", Map.of("numa_balancing", 2, "demote_scale_factor", 200)));
    RunResult result = pressed(tiering("numab"), policies);

    assertThat(payers(result)).containsExactlyInAnyOrder(expected.split(" "));
    assertThat(result.vmstat().get("pgpromote_success")).isPositive();
    assertThat(result.vmstat().get("pgdemote_kswapd")).isPositive();
  }

  @Test
  void aTaskThatFindsNoPagePaysForReclaim() throws IOException {
    // 39.5 of 40 MiB are touched, so that both nodes come down to their min watermarks.
    List<NodeSpec> nodes =
        List.of(
            new NodeSpec(Kind.DRAM, 16 << 20, 100, 72, 1),
            new NodeSpec(Kind.CXL, 24 << 20, 250, 26, 0));
    PluginSetting workload =
        new PluginSetting(
            "kv",
            Map.of(
                "keys",
                10_100L,
                "value_size",
                4096,
                "threads",
                1,
                "operations",
                200_000L,
                "theta",
                0.0));
    PluginSetting off = new PluginSetting("numab", Map.of("numa_balancing", 0));

    RunResult result = run(nodes, workload, off, List.of(PluginSetting.of("demotion")));
    assertThat(result.vmstat().get("allocstall_movable")).isPositive();
    assertThat(result.vmstat().get("allocstall")).isPositive();
    assertThat(payers(result)).contains("task:migrate", "kswapd0").doesNotContain("task:scan");
    // Each page is touched first once, at the price of a minor fault.
    assertThat(result.total().cpuNs().get("task:fault"))
        .isCloseTo(
            700.0 * result.vmstat().get("pgfault"), org.assertj.core.api.Assertions.within(1.0));

    RunResult without = run(nodes, workload, off, List.of(PluginSetting.of("moron")));
    assertThat(payers(without)).containsExactly("task:fault");
  }

  private static long hintFaults(RunResult result) {
    return result.vmstat().getOrDefault("numa_hint_faults", 0L);
  }

  // What the parts of balancenuma cost, and whom.

  private static RunResult balancenuma(Map<String, Object> knobs, String policy)
      throws IOException {
    Map<String, Object> all =
        new java.util.HashMap<>(
            Map.of("balance_numa_scan_delay_ms", 100, "balance_numa_scan_size_mb", 64));
    all.putAll(knobs);
    return sockets(new PluginSetting("balancenuma", all), PluginSetting.of(policy));
  }

  @Test
  void aDoubleFaultCostsOneMoreForEachPageThatMigrates() throws IOException {
    RunResult with = balancenuma(Map.of(), "moron");
    RunResult without = balancenuma(Map.of("double_fault_mitigation", false), "moron");

    assertThat(with.vmstat().get("numa_pages_migrated")).isPositive();
    assertThat(hintFaults(with)).isEqualTo(with.vmstat().get("numa_pte_updates"));
    assertThat(hintFaults(without))
        .isEqualTo(
            without.vmstat().get("numa_pte_updates") + without.vmstat().get("numa_pages_migrated"));
    assertThat(without.total().cpuNs().get("task:fault"))
        .isGreaterThan(with.total().cpuNs().get("task:fault"));
  }

  @Test
  void aFlushForEachFaultIsPaidByTheFaultAndInterruptsTheOthers() throws IOException {
    RunResult with = balancenuma(Map.of(), "moron");
    RunResult without = balancenuma(Map.of("tlb_flush_mitigation", false), "moron");

    // A fault is 1000 ns; a flush 1000 ns and 200 ns for each of up to three other threads.
    double aFault = with.total().cpuNs().get("task:fault") / hintFaults(with);
    double flushing = without.total().cpuNs().get("task:fault") / hintFaults(without);
    assertThat(aFault).isBetween(999.0, 1001.0);
    assertThat(flushing).isBetween(2200.0, 2600.5);
    assertThat(without.total().cpuNs().get("task:ipi"))
        .isGreaterThan(2 * with.total().cpuNs().get("task:ipi"));
  }

  @Test
  void whoFaultsWhileMmapSemIsHeldForWritingSpins() throws IOException {
    RunResult write = balancenuma(Map.of(), "moron");
    RunResult read = balancenuma(Map.of("mmap_sem", "read"), "moron");

    assertThat(payers(write)).contains("task:lock");
    assertThat(write.vmstat().get("mmap_lock_contended")).isPositive();
    assertThat(payers(read)).doesNotContain("task:lock");
    // Nobody waits longer than somebody holds it; three others may.
    assertThat(write.total().cpuNs().get("task:lock"))
        .isLessThanOrEqualTo(3 * write.total().cpuNs().get("task:scan"));
  }

  @Test
  void lazyMarkingMovesAProcessAtItsNextReferencesAndNothingElseIsMarked() throws IOException {
    RunResult result =
        sockets(
            new PluginSetting("numab", Map.of("numa_balancing", 0, "mpol_mf_lazy", "autonuma-0")),
            new PluginSetting("numa-balancing", Map.of("numa_balancing", 0)));

    // All 16,384 pages are marked once; half of them are referenced from the other socket.
    assertThat(result.vmstat())
        .containsEntry("numa_pte_updates", 16_384L)
        .containsEntry("numa_hint_faults", 16_384L)
        .containsEntry("numa_pages_migrated", 8_192L);
    assertThat(result.processes().get("0:autonuma-0")).containsExactly(8_192L, 8_192L);
    assertThat(payers(result)).contains("task:scan", "task:fault", "task:migrate");
  }
}
