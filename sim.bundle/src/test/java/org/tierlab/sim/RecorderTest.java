package org.tierlab.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.sim.experiment.AccessMode;
import org.tierlab.sim.recording.HeatMap;
import org.tierlab.sim.recording.Recorder;
import org.tierlab.sim.recording.Recording;
import org.tierlab.sim.recording.RecordingSetting;
import org.tierlab.sim.result.NodeResult;
import org.tierlab.sim.result.RunResult;

class RecorderTest {
  private static final Map<String, Object> LONG_RUN =
      Map.of("node", 1, "accesses", 400_000L, "pages", 1_000L);

  private record Recorded(RunResult result, Recording recording) {}

  private static Recorded recorded(Lab lab, RecordingSetting setting) {
    Simulation simulation = lab.simulation();
    Recorder recorder = new Recorder(setting);
    simulation.record(recorder);
    return new Recorded(Lab.run(simulation), recorder.recording());
  }

  private static Lab migrating() {
    return new Lab()
        .uniform(LONG_RUN)
        .steadyEngine(32)
        .policy(
            "mover",
            context -> {
              var thread = context.kthread("kmoved");
              thread.after(5_000_000, () -> context.migrate(half(context), thread, done -> {}));
            });
  }

  private static MigrationPlan half(PolicyContext context) {
    MigrationPlan plan =
        new MigrationPlan(Reason.PROMOTION, Batching.BATCHED, TargetRule.MIN_WATERMARK);
    for (int page = 0; page < 500; page++) {
      plan.add(context.addressSpaces().get(0), page, 0);
    }
    return plan;
  }

  /** Nine accesses of ten go to the first half of 1,024 pages. */
  private static void skewed(WorkloadContext context) {
    var process = context.process("p");
    process.map("heap", 1_024 * 4096, 0, Placement.on(1));
    int[] made = {0};
    process.task(
        "t",
        batch -> {
          while (made[0] < 600_000 && batch.room() > 0) {
            int i = made[0]++;
            long page = i % 10 == 0 ? 512 + i / 10 % 512 : i % 512;
            batch.add(Access.of(page, false, 10));
          }
          return batch.to() > batch.from();
        });
  }

  @ParameterizedTest
  @EnumSource(AccessMode.class)
  void aRunHasTheSameHashWithAndWithoutARecorder(AccessMode mode) {
    RunResult plain = migrating().mode(mode).run();
    String without = plain.hash();
    Recorded with = recorded(migrating().mode(mode), new RecordingSetting(1, 64, 16, 8));
    assertThat(without).isNotEmpty();
    assertThat(plain.total().promotions()).isEqualTo(500);
    assertThat(with.result().hash()).isEqualTo(without);
  }

  @Test
  void theLastSampleIsTheResult() {
    Recorded run = recorded(migrating(), RecordingSetting.automatic());
    Recording recording = run.recording();
    int last = recording.samples() - 1;
    assertThat(recording.atNs(last)).isEqualTo(run.result().simulatedNs());
    Map<String, Integer> served = recording.section("node_accesses");
    for (NodeResult node : run.result().nodes()) {
      int counter = served.get(Integer.toString(node.id()));
      assertThat(recording.value(last, counter)).isEqualTo(node.accesses());
    }
    assertThat(run.result().vmstat()).isNotEmpty();
    recording
        .section("vmstat")
        .forEach(
            (name, counter) ->
                assertThat(recording.value(last, counter))
                    .as(name)
                    .isEqualTo(run.result().vmstat().get(name)));
  }

  @Test
  void samplesAreTakenAtTheEndOfTheStepThatPassesTheInterval() {
    Recording recording =
        recorded(new Lab().uniform(LONG_RUN), RecordingSetting.every(3_000_000)).recording();
    assertThat(recording.atNs(0)).isZero();
    for (int i = 1; i + 1 < recording.samples(); i++) {
      assertThat(recording.atNs(i)).isBetween(i * 3_000_000L, i * 3_000_000L + 999_999);
    }
    assertThat(recording.samples()).isGreaterThan(10);
    assertThat(recording.nodes()).isEqualTo(2);
    assertThat(recording.loadFactor(1, 1)).isGreaterThanOrEqualTo(1);
  }

  @Test
  void itStaysWithinItsBoundsAndDoublesItsIntervals() {
    RecordingSetting setting = new RecordingSetting(1_000_000, 8, 16, 8);
    Recorded run = recorded(new Lab().uniform(LONG_RUN), setting);
    Recording recording = run.recording();
    assertThat(run.result().simulatedNs()).isGreaterThan(32_000_000);
    assertThat(recording.samples()).isBetween(4, 9);
    assertThat(recording.intervalNs()).isGreaterThan(4_000_000);
    for (int i = 1; i < recording.samples(); i++) {
      assertThat(recording.atNs(i)).isGreaterThan(recording.atNs(i - 1));
    }
    assertThat(recording.heat().columns()).isBetween(4, 8);
    assertThat(recording.heat().rows()).hasSizeBetween(8, 16);
    assertThat(recording.heat().columnNs() * recording.heat().columns())
        .isGreaterThanOrEqualTo(run.result().simulatedNs() - recording.heat().columnNs());
  }

  @Test
  void theHeatMapAddsUpToTheAccessesOfTheRun() {
    Recorded run = recorded(migrating(), new RecordingSetting(1_000_000, 8, 16, 8));
    double sum = 0;
    HeatMap heat = run.recording().heat();
    for (int column = 0; column < heat.columns(); column++) {
      sum += Arrays.stream(heat.accesses(column)).sum();
    }
    assertThat(sum).isCloseTo((double) run.result().total().accesses(), within(1e-3));
  }

  @Test
  void theHeatMapKnowsWhichNodeHeldWhichPages() {
    Recorded run = recorded(migrating(), new RecordingSetting(1_000_000, 8, 16, 8));
    HeatMap heat = run.recording().heat();
    long[] held = new long[2];
    for (int row = 0; row < heat.rows().size(); row++) {
      held[0] += heat.pages(heat.columns() - 1, row)[0];
      held[1] += heat.pages(heat.columns() - 1, row)[1];
    }
    for (NodeResult node : run.result().nodes()) {
      assertThat(held[node.id()] * 4096).isEqualTo(node.residentBytes());
    }
    assertThat(held[0]).isPositive();
    assertThat(held[1]).isPositive();
  }

  @Test
  void aRangeThatGetsNineTenthsOfTheAccessesIsSeenToGetThem() {
    Lab lab = new Lab().workload("skewed", RecorderTest::skewed);
    HeatMap heat = recorded(lab, new RecordingSetting(1_000_000, 8, 2, 4)).recording().heat();
    assertThat(heat.rows()).extracting(HeatMap.Row::pages).containsExactly(512L, 512L);
    double hot = 0;
    double all = 0;
    for (int column = 0; column < heat.columns(); column++) {
      hot += heat.accesses(column)[0];
      all += heat.accesses(column)[0] + heat.accesses(column)[1];
    }
    assertThat(hot / all).isCloseTo(0.9, within(0.02));
  }

  @Test
  void drawnAccessesAreSpreadAsTheirLawSays() {
    Lab lab = new Lab().uniform(LONG_RUN).mode(AccessMode.STATISTICAL);
    Recorded run = recorded(lab, new RecordingSetting(1_000_000, 8, 4, 4));
    double[] byRow = new double[4];
    HeatMap heat = run.recording().heat();
    for (int column = 0; column < heat.columns(); column++) {
      for (int row = 0; row < heat.rows().size(); row++) {
        byRow[row] += heat.accesses(column)[row];
      }
    }
    List<HeatMap.Row> rows = heat.rows();
    for (int row = 0; row < rows.size(); row++) {
      double expected = run.result().total().accesses() * rows.get(row).pages() / 1_000.0;
      assertThat(byRow[row]).isCloseTo(expected, within(expected * 0.02));
    }
  }

  @Test
  void aRecorderRecordsOneRun() {
    Recorder recorder = new Recorder(RecordingSetting.automatic());
    Simulation first = new Lab().simulation();
    first.record(recorder);
    Lab.run(first);
    Simulation second = new Lab().simulation();
    second.record(recorder);
    assertThatThrownBy(() -> Lab.run(second)).hasMessage("a recorder records one run");
  }

  @Test
  void settingsThatHoldNothingAreRefused() {
    assertThatThrownBy(() -> new RecordingSetting(0, 8, 16, 8)).hasMessageContaining("0 ns");
    assertThatThrownBy(() -> new RecordingSetting(1, 7, 16, 8)).hasMessageContaining("7 samples");
    assertThatThrownBy(() -> new RecordingSetting(1, 8, 1, 8)).hasMessageContaining("1 rows");
    assertThatThrownBy(() -> new RecordingSetting(1, 8, 16, 2)).hasMessageContaining("2 columns");
  }
}
