package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.engine.kernel.component.KernelComponent;
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

/** kmmscand as a whole: scanner, migrator and the vanilla copy path on the simulated machine. */
class AccessedBitPromotionTest {
  private static final long PAGES = 65_536;
  private static final long HOT_PAGES = 6_553;

  private static RunResult simulated(String version, String series) throws IOException {
    long bytes = 512L << 20;
    MachineSpec machine =
        new MachineSpec(
            "two nodes",
            List.of(
                new NodeSpec(NodeSpec.Kind.DRAM, bytes, 100, 72, 1),
                new NodeSpec(NodeSpec.Kind.CXL, bytes, 250, 26, 0)),
            List.of(),
            10,
            KnobSet.of(CostModel.class).defaults());
    Map<String, Object> workload =
        Map.of(
            "hot_size", HOT_PAGES * 4096,
            "cold_size", (PAGES - HOT_PAGES) * 4096,
            "passes", 1_000_000_000L);
    Experiment experiment =
        new Experiment(
            "accessed bits",
            machine,
            new PluginSetting("static", workload),
            -1,
            List.of(new PluginSetting("abit", Map.of("version", version))),
            List.of(new PluginSetting("promote-on-access", Map.of("series", series))),
            PluginSetting.of("kernel"),
            1,
            List.of(),
            8_000_000_000L,
            Path.of("."));
    SuppliedPlugins plugins =
        new SuppliedPlugins()
            .add(StaticComponent::new)
            .add(AbitComponent::new)
            .add(PromoteOnAccessComponent::new)
            .add(KernelComponent::new);
    RunResult result = Simulation.of(experiment, plugins).run();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.quarantined()).isEmpty();
    return result;
  }

  @Test
  void version1PromotesEverythingAfterItsFirstScan() throws IOException {
    RunResult result = simulated("v1", "kmmscand");
    assertThat(result.processes().values()).containsExactly(List.of(PAGES, 0L));
    assertThat(result.vmstat())
        .containsEntry("nr_kmmscand_migrated", PAGES)
        .containsEntry("nr_kmmscand_migadded", PAGES)
        .containsEntry("pgpromote_success", PAGES);
  }

  @Test
  void version3PromotesTheHotSetOnly() throws IOException {
    RunResult result = simulated("v3", "kscand");
    assertThat(result.processes().values()).containsExactly(List.of(HOT_PAGES, PAGES - HOT_PAGES));
    assertThat(result.vmstat())
        .containsEntry("nr_kscand_migrated", HOT_PAGES)
        .containsEntry("pgpromote_success", HOT_PAGES);
  }
}
