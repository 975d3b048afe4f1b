package org.tierlab.itest.damon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.engine.kernel.component.KernelComponent;
import org.tierlab.policy.damos.component.DamosComponent;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.SuppliedPlugins;
import org.tierlab.sim.result.RunResult;
import org.tierlab.source.damon.component.DamonComponent;
import org.tierlab.workload.statics.component.StaticComponent;

/**
 * The published interleaving run: 1027 MiB on node 0, DAMON at 500 ms / 5 s / 20 s with 20 to 50
 * regions, one scheme that matches all of them.
 */
class InterleaveTest {
  private static final long PAGES = 1027 * 256;

  private static RunResult simulated(Map<String, Object> scheme) throws IOException {
    MachineSpec machine =
        new MachineSpec(
            "one-cxl",
            List.of(
                new NodeSpec(NodeSpec.Kind.DRAM, 2L << 30, 100, 72, 2),
                new NodeSpec(NodeSpec.Kind.CXL, 2L << 30, 250, 26, 0)),
            List.of(),
            10,
            KnobSet.of(CostModel.class).defaults());
    Map<String, Object> workload =
        Map.of(
            "hot_size", PAGES * 4096, "cold_size", 0, "node", 0, "gap", 1_000, "passes", 1_000_000);
    Map<String, Object> damon = new HashMap<>();
    damon.put("sample_us", 500_000);
    damon.put("aggr_us", 5_000_000);
    damon.put("update_us", 20_000_000);
    damon.put("min_nr_regions", 20);
    damon.put("max_nr_regions", 50);
    Map<String, Object> damos = new HashMap<>();
    damos.put("action", "migrate-hot");
    damos.putAll(scheme);
    Experiment experiment =
        new Experiment(
            "interleave",
            machine,
            new PluginSetting("static", workload),
            -1,
            List.of(new PluginSetting("damon", damon)),
            List.of(new PluginSetting("damos", damos)),
            PluginSetting.of("kernel"),
            1,
            List.of(),
            12_000_000_000L,
            Path.of("."));
    SuppliedPlugins plugins =
        new SuppliedPlugins()
            .add(StaticComponent::new)
            .add(DamonComponent::new)
            .add(DamosComponent::new)
            .add(KernelComponent::new);
    RunResult result = Simulation.of(experiment, plugins).run();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.quarantined()).isEmpty();
    return result;
  }

  private static Map<String, Object> weights(int fast, int slow) {
    return Map.of("dest0_id", 0, "dest0_weight", fast, "dest1_id", 1, "dest1_weight", slow);
  }

  private static List<Long> resident(RunResult result) {
    return result.processes().values().iterator().next();
  }

  private static long roundedMib(long pages) {
    return Math.round(pages / 256.0);
  }

  @Test
  void equalWeightsEndWithHalfOnEachNode() throws IOException {
    RunResult result = simulated(weights(1, 1));
    assertThat(resident(result)).containsExactly(PAGES / 2, PAGES / 2);
    assertThat(resident(result).stream().map(InterleaveTest::roundedMib))
        .containsExactly(514L, 514L);
    assertThat(result.vmstat().get("pgmigrate_success"))
        .as("every page has one home: the second application moves nothing")
        .isEqualTo(PAGES / 2);
    assertThat(result.vmstat().get("damos_sz_applied")).isEqualTo(PAGES / 2 * 4096);
    assertThat(result.vmstat().get("damos_sz_tried")).isEqualTo(2 * PAGES * 4096);
  }

  @Test
  void weightsOfTwoToOneLeaveTwoThirds() throws IOException {
    RunResult result = simulated(weights(2, 1));
    assertThat(resident(result).get(0)).isBetween(PAGES * 2 / 3, PAGES * 2 / 3 + 1);
  }

  @Test
  void withoutWeightsNothingMoves() throws IOException {
    RunResult result = simulated(weights(0, 0));
    assertThat(resident(result)).containsExactly(PAGES, 0L);
  }
}
