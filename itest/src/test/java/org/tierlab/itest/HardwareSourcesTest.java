package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.engine.kernel.component.KernelComponent;
import org.tierlab.policy.hotstore.component.HotStoreComponent;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.experiment.ScriptedChange;
import org.tierlab.sim.plugin.SuppliedPlugins;
import org.tierlab.sim.result.RunResult;
import org.tierlab.source.chmu.component.ChmuComponent;
import org.tierlab.source.sampling.component.SamplingComponent;
import org.tierlab.workload.statics.component.StaticComponent;

/**
 * Samples and device counters in whole simulations. One task passes over 1024 pages, all on the
 * slow node at first: 1,024,000 accesses in about 300 ms. The fast node has room for half of them.
 */
class HardwareSourcesTest {
  private static final long PAGES = 1024;
  private static final long ACCESSES = PAGES * 1000;

  private static final PluginSetting HOTSTORE =
      new PluginSetting("hotstore", Map.of("kmigrated_sleep_ms", 10));

  /** Epochs of 1 ms, in which a pass takes 0.3 ms. */
  private static PluginSetting chmu(int threshold, int counters, int hotlist) {
    return new PluginSetting(
        "chmu",
        Map.of(
            "epoch_scale",
            2,
            "poll_ms",
            10,
            "hotness_threshold",
            threshold,
            "counters",
            counters,
            "hotlist_entries",
            hotlist));
  }

  private static PluginSetting sampling(long period, String hardware) {
    return new PluginSetting(
        "sampling", Map.of("sample_period", period, "hardware", hardware, "tiers", "all"));
  }

  private static RunResult run(
      List<PluginSetting> sources, List<PluginSetting> policies, ScriptedChange... changes)
      throws IOException {
    MachineSpec machine =
        new MachineSpec(
            "two nodes",
            List.of(
                new NodeSpec(NodeSpec.Kind.DRAM, PAGES / 2 * 4096, 100, 72, 4),
                new NodeSpec(NodeSpec.Kind.CXL, 8 * PAGES * 4096, 250, 26, 0)),
            List.of(),
            10,
            KnobSet.of(CostModel.class).defaults());
    Experiment experiment =
        new Experiment(
            "hardware",
            machine,
            new PluginSetting(
                "static", Map.of("hot_size", PAGES * 4096, "cold_size", 0, "passes", 1000)),
            -1,
            sources,
            policies,
            PluginSetting.of("kernel"),
            1,
            List.of(changes),
            Long.MAX_VALUE,
            Path.of("."));
    SuppliedPlugins plugins =
        new SuppliedPlugins()
            .add(StaticComponent::new)
            .add(SamplingComponent::new)
            .add(ChmuComponent::new)
            .add(HotStoreComponent::new)
            .add(KernelComponent::new);
    RunResult result = Simulation.of(experiment, plugins).run();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.quarantined()).isEmpty();
    assertThat(result.total().accesses()).isEqualTo(ACCESSES);
    return result;
  }

  private static long count(RunResult result, String counter) {
    return result.vmstat().getOrDefault(counter, 0L);
  }

  private static long servedBySlow(RunResult result) {
    return result.nodes().get(1).accesses();
  }

  /** IBS's counts are shorter than its period by 63.5 on the average. */
  @ParameterizedTest
  @CsvSource({"pebs, 100, 100", "pebs, 1000, 1000", "ibs, 1000, 936.5", "ibs, 4000, 3936.5"})
  void oneAccessInSoManyIsASample(String hardware, long period, double mean) throws IOException {
    RunResult result = run(List.of(sampling(period, hardware)), List.of());

    assertThat(count(result, "sampling_samples") * mean)
        .isCloseTo(ACCESSES, within(2 * mean + (hardware.equals("ibs") ? 0.01 * ACCESSES : 0)));
    assertThat(count(result, "sampling_slow_tier")).isEqualTo(count(result, "sampling_samples"));
  }

  @Test
  void theSharesOfTheNodesAmongTheSamplesAreThoseAmongTheAccesses() throws IOException {
    RunResult result = run(List.of(sampling(200, "ibs")), List.of(HOTSTORE));

    double slow = result.nodes().get(1).accessShare();
    assertThat(slow).as("both nodes have served").isBetween(0.2, 0.9);
    double samples = count(result, "sampling_samples");
    // Four standard deviations of a share among some 7,500 samples.
    assertThat(count(result, "sampling_slow_tier") / samples)
        .isCloseTo(slow, within(4 * Math.sqrt(slow * (1 - slow) / samples)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDeviceWithEnoughCountersCountsEveryAccess(boolean promoting) throws IOException {
    RunResult result =
        run(List.of(chmu(2, 1024, 65_536)), promoting ? List.of(HOTSTORE) : List.of());

    assertThat(count(result, "chmu_counted")).isEqualTo(servedBySlow(result));
    assertThat(count(result, "chmu_counters_exhausted")).isZero();
    assertThat(servedBySlow(result) < ACCESSES).isEqualTo(promoting);
  }

  /** With one counter less, one access in a pass goes uncounted. */
  @Test
  void oneCounterTooFewLosesTheAccessesOfOnePage() throws IOException {
    RunResult result = run(List.of(chmu(2, 1023, 65_536)), List.of());

    long lost = count(result, "chmu_counters_exhausted");
    assertThat(count(result, "chmu_counted") + lost).isEqualTo(ACCESSES);
    // A pass that an epoch's end cuts may lose none or one more.
    assertThat(lost).isBetween(700L, 1300L);
  }

  /** Ten epochs of 1024 hot units come to the list before it is read. */
  @ParameterizedTest
  @CsvSource({"65536, false", "4096, true"})
  void aHotlistThatIsReadTooSeldomOverflows(int entries, boolean overflows) throws IOException {
    RunResult result = run(List.of(chmu(2, 1024, entries)), List.of());

    assertThat(count(result, "chmu_hotlist_overflow") > 0).isEqualTo(overflows);
    assertThat(count(result, "chmu_hotlist_entries")).isPositive();
  }

  /** A page is accessed three or four times in an epoch, never five times. */
  @ParameterizedTest
  @CsvSource({"4, true", "5, false"})
  void aThresholdAboveWhatAnEpochBringsFindsNothing(int threshold, boolean promotes)
      throws IOException {
    RunResult result = run(List.of(chmu(threshold, 1024, 65_536)), List.of(HOTSTORE));

    assertThat(count(result, "chmu_hotlist_entries") > 0).isEqualTo(promotes);
    assertThat(count(result, "pgpromote_success") > 0).isEqualTo(promotes);
  }

  @Test
  void theStorePromotesForBothAndTakesBothForHardwareHints() throws IOException {
    List<PluginSetting> both = List.of(sampling(200, "ibs"), chmu(4, 256, 65_536));
    RunResult result = run(both, List.of(HOTSTORE));

    long bySamples = count(result, "pghot_promoted_source_0");
    long byDevice = count(result, "pghot_promoted_source_1");
    assertThat(bySamples).isPositive();
    assertThat(byDevice).isPositive();
    assertThat(bySamples + byDevice).isEqualTo(count(result, "pgpromote_success"));
    assertThat(count(result, "pghot_recorded_hwhints")).isPositive();
    assertThat(count(result, "pghot_recorded_pgtscans")).isZero();
    assertThat(run(both, List.of(HOTSTORE)).hash()).isEqualTo(result.hash());
  }

  @Test
  void whatHasLeftInMidRunCountsNoMore() throws IOException {
    RunResult result =
        run(
            List.of(sampling(1000, "pebs"), chmu(2, 1024, 65_536)),
            List.of(),
            new ScriptedChange(new ScriptedChange.AtTime(100_000_000), List.of(), null, null));

    long counted = count(result, "chmu_counted");
    assertThat(counted).isBetween(ACCESSES / 5, ACCESSES / 2);
    assertThat(count(result, "sampling_samples")).isCloseTo(counted / 1000, within(1L));
  }
}
