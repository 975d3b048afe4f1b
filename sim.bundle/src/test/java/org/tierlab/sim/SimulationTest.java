package org.tierlab.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.plugin.SuppliedPlugins;
import org.tierlab.sim.result.RunResult;

class SimulationTest {
  private final SuppliedPlugins plugins =
      new SuppliedPlugins().add(PluginKind.WORKLOAD, "uniform", UniformWorkload::new);

  private RunResult run(MachineSpec machine, Map<String, Object> workload) throws Exception {
    return Simulation.of(Machines.experiment(machine, workload), plugins).run();
  }

  @Test
  void oneTaskOnFastMemoryTakesLatencyTimesAccesses() throws Exception {
    RunResult result = run(Machines.twoNodes(4096, 4096, 1), Map.of("node", 0));

    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.complete()).isTrue();
    // 100,000 accesses of 25 ns walk and 100 ns latency.
    assertThat(result.runtimeNs()).isEqualTo(12_500_000);
    assertThat(result.total().allFastNs()).isEqualTo(12_500_000);
    assertThat(result.total().allSlowNs()).isEqualTo(27_500_000);
    assertThat(result.total().nodeAccesses()).containsExactly(100_000L, 0L);
  }

  @Test
  void firstTouchFillsTheFastNodeToItsLowWatermarkThenTheNext() throws Exception {
    RunResult result = run(Machines.twoNodes(128, 4096, 1), Map.of());

    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.vmstat()).containsEntry("pgfault", 256L);
    assertThat(result.processes().get("0:uniform"))
        .satisfies(
            p -> {
              assertThat(p.get(0)).isLessThan(128);
              assertThat(p.get(0) + p.get(1)).isEqualTo(256);
            });
  }

  @Test
  void twoTasksOnOneCpuTakeTwiceAsLong() throws Exception {
    long one = run(Machines.twoNodes(4096, 4096, 2), Map.of("node", 0, "tasks", 2)).runtimeNs();
    long shared = run(Machines.twoNodes(4096, 4096, 1), Map.of("node", 0, "tasks", 2)).runtimeNs();

    assertThat(shared).isBetween(2 * one - 200_000, 2 * one + 200_000);
  }

  @Test
  void theSameSeedGivesTheSameHash() throws Exception {
    Map<String, Object> workload = Map.of("tasks", 3);
    RunResult one = run(Machines.twoNodes(128, 4096, 2), workload);
    RunResult two = run(Machines.twoNodes(128, 4096, 2), workload);

    assertThat(one.hash()).hasSize(64).isEqualTo(two.hash());
  }

  @Test
  void aPausedRunGoesOnByStepsAndSaysWhereItIs() throws Exception {
    Simulation simulation =
        Simulation.of(Machines.experiment(Machines.twoNodes(4096, 4096, 1), Map.of()), plugins);
    simulation.pause();
    CompletableFuture<RunResult> start = simulation.settled();
    CompletableFuture<RunResult> end = CompletableFuture.supplyAsync(() -> finish(simulation));

    assertThat(start.get().simulatedNs()).isZero();
    assertThat(simulation.expectedAccesses()).isEqualTo(100_000);
    simulation.step(2_500_000);
    RunResult later = simulation.settled().get();
    while (later.simulatedNs() < 2_500_000) {
      later = simulation.settled().get();
    }
    assertThat(simulation.settled().get().simulatedNs()).isEqualTo(later.simulatedNs());
    assertThat(later.simulatedNs()).isLessThan(4_500_000);
    assertThat(end).isNotDone();
    simulation.resume();
    assertThat(end.get().complete()).isTrue();
  }

  private static RunResult finish(Simulation simulation) {
    try {
      return simulation.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
