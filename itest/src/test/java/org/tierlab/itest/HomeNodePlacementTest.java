package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.engine.kernel.component.KernelComponent;
import org.tierlab.policy.homenode.component.HomeNodeComponent;
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
import org.tierlab.workload.autonuma.component.AutonumaComponent;

/**
 * Home nodes and load: three threads start on socket 0, where all of their memory is, 16 MiB each.
 */
class HomeNodePlacementTest {
  private static final long PAGES_OF_A_THREAD = 4096;

  private static RunResult run(int cpusOfSocket0) throws IOException {
    MachineSpec machine =
        new MachineSpec(
            "sockets",
            List.of(
                new NodeSpec(Kind.DRAM, 256 << 20, 100, 72, cpusOfSocket0),
                new NodeSpec(Kind.DRAM, 256 << 20, 100, 72, 2)),
            List.of(),
            10,
            KnobSet.of(CostModel.class).defaults());
    Map<String, Object> workload =
        Map.of(
            "variant",
            "numa02",
            "threads",
            3,
            "size",
            3 * PAGES_OF_A_THREAD * 4096,
            "loops",
            150L,
            "gap",
            1000,
            "node",
            0,
            "thread_placement",
            "processes");
    Experiment experiment =
        new Experiment(
            "homes",
            machine,
            new PluginSetting("autonuma", workload),
            -1,
            List.of(
                new PluginSetting(
                    "balancenuma",
                    Map.of(
                        "balance_numa_scan_delay_ms",
                        100,
                        "balance_numa_scan_period_max_ms",
                        100))),
            List.of(PluginSetting.of("homenode")),
            PluginSetting.of("kernel"),
            1,
            List.of(),
            Long.MAX_VALUE,
            Path.of("."));
    SuppliedPlugins plugins =
        new SuppliedPlugins()
            .add(AutonumaComponent::new)
            .add(BalanceNumaComponent::new)
            .add(HomeNodeComponent::new)
            .add(KernelComponent::new);
    RunResult result = Simulation.of(experiment, plugins).run();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.quarantined()).isEmpty();
    return result;
  }

  @Test
  void withACpuForEachAtHomeNobodyAndNothingMoves() throws IOException {
    RunResult result = run(3);

    assertThat(result.processes().get("0:autonuma-0")).containsExactly(3 * PAGES_OF_A_THREAD, 0L);
    assertThat(result.nodes().get(1).accesses()).isZero();
  }

  @Test
  void anIdleCpuPullsTheThirdAwayFromHomeAndItsMemoryFollows() throws IOException {
    RunResult result = run(2);

    // Three of four CPUs are busy until the two at home are through; else it would be two.
    double elapsedNs = result.total().toNs() - result.total().fromNs();
    assertThat(result.total().cpuNs().get("idle")).isBetween(elapsedNs, 1.3 * elapsedNs);
    // Nobody's CPU at home becomes idle, so that the third stays away: two faults of a page from
    // there bring it over.
    assertThat(result.vmstat()).containsEntry("numa_pages_migrated", PAGES_OF_A_THREAD);
    assertThat(result.processes().get("0:autonuma-0"))
        .containsExactly(2 * PAGES_OF_A_THREAD, PAGES_OF_A_THREAD);
  }
}
