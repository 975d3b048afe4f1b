package org.tierlab.itest.damon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tierlab.api.PluginName;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.api.time.Kthread;
import org.tierlab.engine.kernel.component.KernelComponent;
import org.tierlab.policy.damos.component.DamosComponent;
import org.tierlab.policy.interleavetuner.component.InterleaveTunerComponent;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.SuppliedPlugins;
import org.tierlab.sim.result.Participant;
import org.tierlab.sim.result.RunResult;
import org.tierlab.source.damon.component.DamonComponent;

/**
 * The story that the interleaving patches tell: an instance has its memory on DRAM; a second one
 * begins, bandwidth no longer suffices and the weights spread; it ends, and the pages come home.
 *
 * <p>The machine is the published one at a seventieth of its bandwidth, so that one task without
 * memory-level parallelism needs half of its DRAM.
 */
class InterleaveTunerTest {
  private static final long MIB = 1 << 20;
  private static final long HOT = TwoInstances.HOT_PAGES;

  /** Where the pages of the processes are, once every 100 ms. */
  private record Moment(long ms, List<Long> first, List<Long> second) {}

  @PluginName(name = "recorder")
  private static final class Recorder implements PromotionPolicy {
    record NoKnobs() {}

    private final List<Moment> into;

    Recorder(List<Moment> into) {
      this.into = into;
    }

    @Override
    public PolicySpec spec() {
      return new PolicySpec(NoKnobs.class, Set.of());
    }

    @Override
    public void attach(PolicyContext context) {
      Kthread thread = context.kthread("recorder");
      record(context, thread);
    }

    private void record(PolicyContext context, Kthread thread) {
      into.add(new Moment(context.nowNs() / 1_000_000, pages(context, 0), pages(context, 1)));
      thread.after(100_000_000, () -> record(context, thread));
    }

    private static List<Long> pages(PolicyContext context, int id) {
      AddressSpaceView mm = context.addressSpace(id);
      return mm == null || mm.exited()
          ? List.of(0L, 0L)
          : List.of(mm.residentPages(0), mm.residentPages(1));
    }
  }

  private static RunResult run(
      long dramBytes, long coldPages, List<PluginSetting> policies, List<Moment> moments)
      throws IOException {
    MachineSpec machine =
        new MachineSpec(
            "a seventieth",
            List.of(
                new NodeSpec(NodeSpec.Kind.DRAM, dramBytes, 100, 72 / 70.0, 8),
                new NodeSpec(NodeSpec.Kind.CXL, 256 * MIB, 250, 26 / 70.0, 0)),
            List.of(),
            10,
            KnobSet.of(CostModel.class).defaults());
    List<PluginSetting> all = new ArrayList<>(policies);
    all.add(PluginSetting.of("recorder"));
    Experiment experiment =
        new Experiment(
            "tuner",
            machine,
            PluginSetting.of("two-instances"),
            -1,
            List.of(PluginSetting.of("damon")),
            all,
            PluginSetting.of("kernel"),
            1,
            List.of(),
            Long.MAX_VALUE,
            Path.of("."));
    SuppliedPlugins plugins =
        new SuppliedPlugins()
            .add(() -> new TwoInstances(coldPages))
            .add(DamonComponent::new)
            .add(DamosComponent::new)
            .add(InterleaveTunerComponent::new)
            .add(KernelComponent::new)
            .add(() -> new Recorder(moments));
    RunResult result = Simulation.of(experiment, plugins).run();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.quarantined()).isEmpty();
    return result;
  }

  private static PluginSetting tuner() {
    return new PluginSetting("interleave-tuner", Map.of("interval_ms", 200, "scheme", "hot"));
  }

  private static PluginSetting interleave() {
    return new PluginSetting(
        "hot",
        "damos",
        Map.of(
            "action",
            "migrate-hot",
            "nr_accesses_min",
            1,
            "dest0_id",
            0,
            "dest0_weight",
            4,
            "dest1_id",
            1,
            "dest1_weight",
            0));
  }

  private static Moment at(List<Moment> moments, long ms) {
    return moments.stream().filter(moment -> moment.ms() >= ms).findFirst().orElseThrow();
  }

  private static Participant policy(RunResult result, String name) {
    return result.participants().stream()
        .filter(one -> one.kind().equals("policy") && one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static long stat(RunResult result, String policy, String name) {
    return policy(result, policy).stats().getOrDefault(name, 0L);
  }

  @Test
  void pagesSpreadWhileTheSecondInstanceRunsAndComeHome() throws IOException {
    List<Moment> moments = new ArrayList<>();
    RunResult result = run(256 * MIB, 0, List.of(tuner(), interleave()), moments);

    assertThat(at(moments, 1_900).first()).as("alone").containsExactly(HOT, 0L);
    assertThat(at(moments, 3_500).first()).as("3:1").containsExactly(HOT * 3 / 4, HOT / 4);
    assertThat(at(moments, 3_500).second()).containsExactly(HOT * 3 / 4, HOT / 4);
    Moment last = moments.get(moments.size() - 1);
    assertThat(last.second()).as("over").containsExactly(0L, 0L);
    assertThat(last.first()).as("home again").containsExactly(HOT, 0L);
    assertThat(result.changes())
        .extracting(
            logged ->
                logged.origin()
                    + " "
                    + logged.change().oldName()
                    + " "
                    + java.util.Objects.requireNonNull(logged.change().setting()).knobs())
        .containsExactly(
            "policy interleave-tuner hot {dest0_weight=3, dest1_weight=1}",
            "policy interleave-tuner hot {dest0_weight=4, dest1_weight=0}");
    assertThat(stat(result, "hot", "demoted_pages")).isEqualTo(2 * HOT / 4);
    assertThat(stat(result, "hot", "promoted_pages")).isEqualTo(HOT / 4);
  }

  @Test
  void spreadingServesTheSecondInstanceSooner() throws IOException {
    List<Moment> spread = new ArrayList<>();
    run(256 * MIB, 0, List.of(tuner(), interleave()), spread);
    List<Moment> fixed = new ArrayList<>();
    run(256 * MIB, 0, List.of(interleave()), fixed);
    assertThat(secondTookMs(spread)).isLessThan(secondTookMs(fixed) * 9 / 10);
  }

  private static long secondTookMs(List<Moment> moments) {
    return 100 * moments.stream().filter(moment -> moment.second().get(0) > 0).count();
  }

  /** DRAM holds the first instance's 64 MiB but not the second's 32 as well. */
  @Test
  void whereHomeIsFullAColdSchemeMakesRoom() throws IOException {
    PluginSetting cold =
        new PluginSetting(
            "cold",
            "damos",
            Map.of(
                "action",
                "migrate-cold",
                "target_nid",
                1,
                "nr_accesses_max",
                0,
                "age_min",
                5,
                "goal0_metric",
                "node-mem-free-bp",
                "goal0_target_value",
                1500,
                "goal_tuner",
                "temporal",
                "reset_interval_ms",
                100));
    List<Moment> without = new ArrayList<>();
    RunResult full = run(84 * MIB, HOT, List.of(tuner(), interleave()), without);
    List<Moment> with = new ArrayList<>();
    RunResult roomy = run(84 * MIB, HOT, List.of(tuner(), interleave(), cold), with);

    assertThat(stat(full, "hot", "folios.target_full")).as("no way home").isPositive();
    assertThat(at(without, 3_500).second().get(0)).isLessThan(HOT * 3 / 4);
    assertThat(stat(roomy, "cold", "demoted_pages")).isPositive();
    assertThat(at(with, 3_500).second()).containsExactly(HOT * 3 / 4, HOT / 4);
    assertThat(stat(roomy, "cold", "promoted_pages")).isZero();
  }
}
