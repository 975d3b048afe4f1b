package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.SuppliedPlugins;
import org.tierlab.sim.result.RunResult;
import org.tierlab.workload.autonuma.component.AutonumaComponent;
import org.tierlab.workload.bfs.component.BfsComponent;
import org.tierlab.workload.embedding.component.EmbeddingComponent;
import org.tierlab.workload.kv.component.KvComponent;

/** Synthetic workloads on the simulated machine, without plug-ins that move pages. */
class WorkloadsTest {
  private static RunResult run(String workload, Map<String, ?> knobs) throws IOException {
    long bytes = 256L << 20;
    MachineSpec machine =
        new MachineSpec(
            "two sockets and a card",
            List.of(
                new NodeSpec(NodeSpec.Kind.DRAM, bytes, 100, 20, 16),
                new NodeSpec(NodeSpec.Kind.DRAM, bytes, 100, 20, 16),
                new NodeSpec(NodeSpec.Kind.CXL, bytes, 250, 20, 0)),
            List.of(),
            10,
            KnobSet.of(CostModel.class).defaults());
    Experiment experiment =
        new Experiment(
            workload,
            machine,
            new PluginSetting(workload, new HashMap<>(knobs)),
            -1,
            List.of(),
            List.of(),
            null,
            1,
            List.of(),
            Long.MAX_VALUE,
            Path.of("."));
    SuppliedPlugins plugins =
        new SuppliedPlugins()
            .add(AutonumaComponent::new)
            .add(BfsComponent::new)
            .add(EmbeddingComponent::new)
            .add(KvComponent::new);
    RunResult result = Simulation.of(experiment, plugins).run();
    assertThat(result.complete()).isTrue();
    assertThat(result.invariants()).isEqualTo("ok");
    return result;
  }

  @Test
  void theHotTenthOfKeysTakesMostAccessesFromWhereItIs() throws IOException {
    Map<String, Object> store = Map.of("keys", 20_000, "value_size", 4096, "operations", 50_000);
    Map<String, Object> slow = new HashMap<>(store);
    slow.put("node", 2);

    RunResult fast = run("kv", store);
    RunResult onTheCard = run("kv", slow);

    assertThat(fast.total().nodeAccesses().get(2)).isZero();
    assertThat(onTheCard.total().nodeAccesses()).containsExactly(0L, 0L, 200_000L);
    assertThat(onTheCard.runtimeNs()).isGreaterThan(fast.runtimeNs());
  }

  @Test
  void threadsBeyondTheBandwidthGainNothing() throws IOException {
    Map<String, Object> few = Map.of("threads", 2, "iterations", 30, "node", 2);
    Map<String, Object> many = Map.of("threads", 8, "iterations", 30, "node", 2);
    Map<String, Object> more = Map.of("threads", 16, "iterations", 30, "node", 2);

    // 64 B / (275 ns / 16) is 3.7 GB/s a thread, and the card has 20.
    double one = gbps(run("embedding", few)) / 2;
    double eight = gbps(run("embedding", many)) / 8;
    double sixteen = gbps(run("embedding", more)) / 16;

    assertThat(one).isBetween(3.3, 3.8);
    assertThat(eight * 8).isBetween(14.0, 21.0);
    assertThat(sixteen * 16).isBetween(14.0, 21.0);
  }

  private static double gbps(RunResult result) {
    return result.total().nodeAccesses().get(2) * 64.0 / result.runtimeNs();
  }

  @Test
  void searchesEnd() throws IOException {
    RunResult result = run("bfs", Map.of("scale", 12, "threads", 2, "node", 1));

    long accesses = result.total().nodeAccesses().get(1);
    // Eight searches; nearly all of some 130,000 entries are followed, of 16 to a line.
    assertThat(accesses).isBetween(8 * 130_000L, 8 * 170_000L);
  }

  @Test
  void localMemoryIsLocalWhenThreadsTouchItFirst() throws IOException {
    Map<String, Object> local =
        Map.of("variant", "numa01-threadlocal", "size", 8 << 20, "loops", 20);
    Map<String, Object> remote = new HashMap<>(local);
    remote.put("node", 1);

    RunResult touched = run("autonuma", local);
    RunResult misplaced = run("autonuma", remote);

    List<Long> nodes = touched.total().nodeAccesses();
    assertThat(nodes.get(0)).isEqualTo(nodes.get(1)).isPositive();
    assertThat(misplaced.total().nodeAccesses().get(0)).isZero();
    assertThat(misplaced.runtimeNs()).isGreaterThan(touched.runtimeNs());
  }
}
