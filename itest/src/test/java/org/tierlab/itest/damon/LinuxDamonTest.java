package org.tierlab.itest.damon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
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
import org.tierlab.source.damon.component.DamonComponent;
import org.tierlab.workload.statics.component.StaticComponent;

/**
 * DAMON against what Linux 6.18 reported for the same workload: the medians over the recorded
 * aggregations lie within the 5…95 % range of those of 20 simulated seeds.
 *
 * <p>Intervals stretched under emulation, so the simulated ones are the median that each recording
 * shows, in 20 samples. Passes are as long as the recording's header says. What happens before 5 s
 * is left out. The forced TLB flushes, one a millisecond, leave nothing cached long enough to hide
 * an access of a page that is accessed every 4.5 ms, so that the translation's lifetime is left at
 * 0.
 *
 * <p>One number lies outside: of 20 samples the recorded median finds the hot pages accessed in 19,
 * the simulated ones in 20. Simulated passes of 4.5 ms leave no sampling interval without an
 * access. Longer ones at times would explain it, but only their median length was recorded: the
 * cause is not established, and no constant is fitted to hide it.
 */
class LinuxDamonTest {
  private static final int SEEDS = 20;
  private static final long SETTLED_MS = 5_000;
  private static final long SIMULATED_NS = 25_000_000_000L;

  /** More than half of 20 samples. */
  private static final int HALF = 10;

  /** An access to local memory with its page walk takes so long on the simulated machine. */
  private static final long ACCESS_NS = 125;

  private static List<Aggregation> settled(List<Aggregation> all) {
    return all.stream().filter(aggregation -> aggregation.timeMs() > SETTLED_MS).toList();
  }

  /** The recorded length of an aggregation. */
  private static long aggregationUs(List<Aggregation> recorded) {
    List<Double> lengths = new ArrayList<>();
    for (int i = 1; i < recorded.size(); i++) {
      lengths.add((double) recorded.get(i).timeMs() - recorded.get(i - 1).timeMs());
    }
    return Math.round(Aggregation.quantile(lengths, 0.5)) * 1_000;
  }

  private static List<List<Aggregation>> simulated(long passNs, long aggregationUs)
      throws IOException {
    List<List<Aggregation>> runs = new ArrayList<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      runs.add(settled(simulated(seed, passNs, aggregationUs)));
    }
    return runs;
  }

  private static List<Aggregation> simulated(long seed, long passNs, long aggregationUs)
      throws IOException {
    MachineSpec machine =
        new MachineSpec(
            "emulated guest",
            List.of(new NodeSpec(NodeSpec.Kind.DRAM, 2L << 30, 100, 72, 1)),
            List.of(),
            10,
            KnobSet.of(CostModel.class).defaults());
    Map<String, Object> workload = new HashMap<>();
    workload.put("hot_size", Aggregation.HOT_PAGES * 4096);
    workload.put("cold_size", (Aggregation.PAGES - Aggregation.HOT_PAGES) * 4096);
    workload.put("hot_start_percent", 37);
    workload.put("passes", 1_000_000_000L);
    workload.put("node", 0);
    workload.put("pause", passNs - Aggregation.HOT_PAGES * ACCESS_NS);
    Map<String, Object> damon =
        Map.of("operations", "fvaddr", "sample_us", aggregationUs / 20, "aggr_us", aggregationUs);
    Experiment experiment =
        new Experiment(
            "linux-damon",
            machine,
            new PluginSetting("static", workload),
            -1,
            List.of(new PluginSetting("damon", damon)),
            List.of(PluginSetting.of("event-recorder")),
            null,
            seed,
            List.of(),
            SIMULATED_NS,
            Path.of("."));
    List<Aggregation> aggregations = new ArrayList<>();
    SuppliedPlugins plugins =
        new SuppliedPlugins()
            .add(StaticComponent::new)
            .add(DamonComponent::new)
            .add(() -> new EventRecorder(aggregations));
    RunResult result = Simulation.of(experiment, plugins).run();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.quarantined()).isEmpty();
    return aggregations;
  }

  private static void assertInRange(
      String what,
      List<Aggregation> recorded,
      List<List<Aggregation>> runs,
      ToDoubleFunction<Aggregation> measure) {
    List<Double> medians = runs.stream().map(run -> Aggregation.median(run, measure)).toList();
    double low = Aggregation.quantile(medians, 0.05);
    double high = Aggregation.quantile(medians, 0.95);
    assertThat(Aggregation.median(recorded, measure)).as(what).isBetween(low, high);
  }

  @Test
  void findsWhatIsAccessedAllTheTime() throws IOException {
    List<Aggregation> all = Recording.read("linux-damon-static13at37.csv.gz");
    List<Aggregation> recorded = settled(all);

    List<List<Aggregation>> runs = simulated(1_000_000_000L / 220, aggregationUs(all));

    assertInRange("regions", recorded, runs, aggregation -> aggregation.regions().size());
    assertInRange("recall", recorded, runs, aggregation -> aggregation.recall(HALF));
    assertInRange("precision", recorded, runs, aggregation -> aggregation.precision(HALF));
    assertInRange("cold", recorded, runs, Aggregation::coldNrAccesses);
    for (List<Aggregation> run : runs) {
      assertThat(Aggregation.median(run, Aggregation::hotNrAccesses))
          .isCloseTo(Aggregation.median(recorded, Aggregation::hotNrAccesses), within(1.01));
    }
  }

  @Test
  void countsWhatIsAccessedNowAndThen() throws IOException {
    List<Aggregation> all = Recording.read("linux-damon-rate50ms.csv.gz");
    List<Aggregation> recorded = settled(all);

    List<List<Aggregation>> runs = simulated(50_000_000, aggregationUs(all));

    assertInRange("regions", recorded, runs, aggregation -> aggregation.regions().size());
    assertInRange("recall", recorded, runs, aggregation -> aggregation.recall(0));
    assertInRange("precision", recorded, runs, aggregation -> aggregation.precision(0));
    assertInRange("hot", recorded, runs, Aggregation::hotNrAccesses);
    assertInRange("cold", recorded, runs, Aggregation::coldNrAccesses);
    for (List<Aggregation> run : runs) {
      assertThat(Aggregation.mean(run, Aggregation::hotNrAccesses))
          .as("20 samples of 107 ms / 20 in passes of 50 ms hit 2.14 times")
          .isCloseTo(2.14, within(0.05));
    }
    assertThat(Aggregation.mean(recorded, Aggregation::hotNrAccesses))
        .isCloseTo(2.14, within(0.05));
  }
}
