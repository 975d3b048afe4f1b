package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.engine.kernel.component.KernelComponent;
import org.tierlab.policy.cache.component.CacheLruComponent;
import org.tierlab.policy.demotion.component.DemotionComponent;
import org.tierlab.policy.numabalancing.component.NumaBalancingComponent;
import org.tierlab.policy.oracle.component.OracleComponent;
import org.tierlab.policy.promoteonaccess.component.PromoteOnAccessComponent;
import org.tierlab.policy.statics.component.StaticComponent;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.OracleSetting;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.SuppliedPlugins;
import org.tierlab.sim.result.RunResult;
import org.tierlab.source.abit.component.AbitComponent;
import org.tierlab.source.numab.component.NumabComponent;
import org.tierlab.workload.kv.component.KvComponent;

/**
 * The policy {@code oracle} on a key-value store with some hot keys, beside mechanisms: over five
 * seeds it is the fastest, and near the bound that none of them falls below.
 */
class OracleRunTest {
  private static RunResult run(long seed, List<PluginSetting> sources, List<PluginSetting> policies)
      throws IOException {
    MachineSpec machine =
        new MachineSpec(
            "two nodes",
            List.of(
                new NodeSpec(NodeSpec.Kind.DRAM, 4 << 20, 100, 72, 4),
                new NodeSpec(NodeSpec.Kind.CXL, 64 << 20, 250, 26, 0)),
            List.of(),
            10,
            KnobSet.of(CostModel.class).defaults());
    Experiment experiment =
        new Experiment(
            "store",
            machine,
            new PluginSetting(
                "kv",
                Map.of(
                    "keys",
                    12_000,
                    "threads",
                    2,
                    "operations",
                    100_000,
                    "node",
                    1,
                    "think_time",
                    40_000)),
            -1,
            sources,
            policies,
            PluginSetting.of("kernel"),
            seed,
            List.of(),
            Long.MAX_VALUE,
            Path.of("."),
            new OracleSetting(OracleSetting.When.ALWAYS, 0));
    SuppliedPlugins plugins =
        new SuppliedPlugins()
            .add(KvComponent::new)
            .add(AbitComponent::new)
            .add(NumabComponent::new)
            .add(StaticComponent::new)
            .add(PromoteOnAccessComponent::new)
            .add(NumaBalancingComponent::new)
            .add(DemotionComponent::new)
            .add(OracleComponent::new)
            .add(CacheLruComponent::new)
            .add(KernelComponent::new);
    RunResult result = Simulation.of(experiment, plugins).run();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.quarantined()).isEmpty();
    return result;
  }

  private static RunResult under(long seed, String policy) throws IOException {
    return run(seed, List.of(), List.of(PluginSetting.of(policy)));
  }

  private static double boundNs(RunResult result) {
    return Objects.requireNonNull(result.bounds().oracle()).runtimeNs();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void itIsTheFastestAndNearTheBound(long seed) throws IOException {
    PluginSetting demotion = PluginSetting.of("demotion");
    RunResult still = under(seed, "static");
    RunResult scanned =
        run(
            seed,
            List.of(new PluginSetting("abit", Map.of("mm_scan_period_ms", 20))),
            List.of(PluginSetting.of("promote-on-access"), demotion));
    RunResult faulted =
        run(
            seed,
            List.of(
                new PluginSetting(
                    "numab",
                    Map.of("numa_balancing", 2, "scan_delay_ms", 10, "scan_period_min_ms", 20))),
            List.of(
                new PluginSetting("numa-balancing", Map.of("numa_balancing", 2)),
                new PluginSetting("demotion", Map.of("numa_balancing", 2))));
    RunResult lru = under(seed, "cache-lru");
    RunResult oracle = under(seed, "oracle");

    assertThat(scanned.total().promotions()).isPositive();
    assertThat(faulted.total().promotions()).isPositive();
    for (RunResult other : List.of(still, scanned, faulted, lru)) {
      assertThat(oracle.runtimeNs()).isLessThan(other.runtimeNs());
      assertThat((double) other.runtimeNs()).isGreaterThanOrEqualTo(boundNs(other));
    }
    // Nothing moves in the first run: its bound is that of the best placements alone.
    double best = boundNs(still);
    assertThat(best).isGreaterThan(still.total().allFastNs());
    assertThat((double) oracle.runtimeNs()).isGreaterThanOrEqualTo(best);
    assertThat(oracle.runtimeNs() - best).isLessThan(0.25 * (still.runtimeNs() - best));
    assertThat(oracle.bounds().unattainable()).containsExactly("oracle");
    assertThat(still.bounds().unattainable()).isEmpty();
  }
}
