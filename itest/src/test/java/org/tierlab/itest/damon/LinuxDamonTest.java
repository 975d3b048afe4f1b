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
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.plugin.SuppliedPlugins;
import org.tierlab.sim.result.RunResult;
import org.tierlab.workload.statics.component.StaticComponent;

/**
 * DAMON against what Linux 6.18 reported for the same workload: the medians over the recorded
 * aggregations lie within the 5…95 % range of those of 20 simulated seeds.
 *
 * <p>The workload, the settings and what is left out, the first 5 s, are the recordings'. The
 * machine is {@link EmulatedGuest} for both, with constants that come from time stamps and from
 * passes of another recording, none from counts: the busy guest loses its CPU at times, which makes
 * some sampling intervals longer and others empty, and by that the kernel found pages that are
 * accessed all the time in 19 samples of 20. The forced TLB flushes, one a millisecond, leave
 * nothing cached long enough to hide an access, so that the translation's lifetime is left at 0.
 */
class LinuxDamonTest {
  private static final int SEEDS = 20;
  private static final long SETTLED_MS = 5_000;
  private static final long SIMULATED_NS = 25_000_000_000L;

  /** More than half of 20 samples. */
  private static final int HALF = 10;

  /** A pass of the emulated task while it runs. */
  private static final double PASS_NS = Aggregation.HOT_PAGES * EmulatedGuest.ACCESS_NS;

  private static final CostModel COSTS = KnobSet.of(CostModel.class).defaults();

  private static List<Aggregation> settled(List<Aggregation> all) {
    return all.stream().filter(aggregation -> aggregation.timeMs() > SETTLED_MS).toList();
  }

  /** The lengths of aggregations, from the time stamps. */
  private static List<Double> lengths(List<Aggregation> all) {
    List<Double> lengths = new ArrayList<>();
    for (int i = 1; i < all.size(); i++) {
      lengths.add((double) all.get(i).timeMs() - all.get(i - 1).timeMs());
    }
    return lengths;
  }

  private static List<List<Aggregation>> simulated(double periodNs) throws IOException {
    List<List<Aggregation>> runs = new ArrayList<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      runs.add(settled(simulated(seed, periodNs)));
    }
    return runs;
  }

  private static List<Aggregation> simulated(long seed, double periodNs) throws IOException {
    double latencyNs = EmulatedGuest.ACCESS_NS - COSTS.walkNs();
    MachineSpec machine =
        new MachineSpec(
            "emulated guest",
            List.of(new NodeSpec(NodeSpec.Kind.DRAM, 2L << 30, latencyNs, 72, 1)),
            List.of(),
            10,
            COSTS);
    Map<String, Object> workload = new HashMap<>();
    workload.put("hot_size", Aggregation.HOT_PAGES * 4096);
    workload.put("cold_size", (Aggregation.PAGES - Aggregation.HOT_PAGES) * 4096);
    workload.put("hot_start_percent", 37);
    workload.put("passes", 1_000_000_000L);
    workload.put("node", 0);
    // A simulated pause counts CPU time, of which kdamond takes its part.
    double period = periodNs * EmulatedGuest.taskShare();
    workload.put("pause", Math.max(0, Math.round(period - PASS_NS)));
    Experiment experiment =
        new Experiment(
            "linux-damon",
            machine,
            new PluginSetting("static", workload),
            -1,
            List.of(new PluginSetting("damon", Map.of("operations", "fvaddr"))),
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
            .add(PluginKind.SOURCE, "damon", () -> new EmulatedGuest(PASS_NS, period))
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
    assertInRange(
        what,
        Aggregation.median(recorded, measure),
        runs.stream().map(run -> Aggregation.median(run, measure)).toList());
  }

  private static void assertInRange(String what, double recorded, List<Double> simulated) {
    double low = Aggregation.quantile(simulated, 0.05);
    double high = Aggregation.quantile(simulated, 0.95);
    assertThat(recorded).as(what).isBetween(low, high);
  }

  /**
   * Longer intervals say how much of its CPU the guest has lost: the machine is the recorded one.
   */
  private static void assertLength(List<Aggregation> recorded, List<List<Aggregation>> runs) {
    assertInRange(
        "length",
        Aggregation.quantile(lengths(recorded), 0.5),
        runs.stream().map(run -> Aggregation.quantile(lengths(run), 0.5)).toList());
  }

  @Test
  void findsWhatIsAccessedAllTheTime() throws IOException {
    List<Aggregation> recorded = settled(Recording.read("linux-damon-static13at37.csv.gz"));

    List<List<Aggregation>> runs = simulated(0);

    assertLength(recorded, runs);
    assertInRange("regions", recorded, runs, aggregation -> aggregation.regions().size());
    assertInRange("recall", recorded, runs, aggregation -> aggregation.recall(HALF));
    assertInRange("precision", recorded, runs, aggregation -> aggregation.precision(HALF));
    assertInRange("hot", recorded, runs, Aggregation::hotNrAccesses);
    assertInRange("cold", recorded, runs, Aggregation::coldNrAccesses);
  }

  @Test
  void countsWhatIsAccessedNowAndThen() throws IOException {
    List<Aggregation> recorded = settled(Recording.read("linux-damon-rate50ms.csv.gz"));

    List<List<Aggregation>> runs = simulated(50_000_000);

    assertLength(recorded, runs);
    assertInRange("regions", recorded, runs, aggregation -> aggregation.regions().size());
    assertInRange("recall", recorded, runs, aggregation -> aggregation.recall(0));
    assertInRange("precision", recorded, runs, aggregation -> aggregation.precision(0));
    assertInRange("hot", recorded, runs, Aggregation::hotNrAccesses);
    assertInRange("cold", recorded, runs, Aggregation::coldNrAccesses);
    for (List<Aggregation> run : runs) {
      assertThat(Aggregation.mean(run, Aggregation::hotNrAccesses))
          .as("aggregations of 107 ms and passes every 50 ms meet 2.14 times")
          .isCloseTo(2.14, within(0.08));
    }
    assertThat(Aggregation.mean(recorded, Aggregation::hotNrAccesses))
        .isCloseTo(2.14, within(0.05));
  }
}
