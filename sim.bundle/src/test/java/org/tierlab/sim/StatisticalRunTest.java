package org.tierlab.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.AccessSample;
import org.tierlab.api.hotness.AccessSampler;
import org.tierlab.api.hotness.DeviceMonitor;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.time.TaskView;
import org.tierlab.api.workload.AccessLaw;
import org.tierlab.api.workload.Placement;
import org.tierlab.sim.experiment.AccessMode;
import org.tierlab.sim.result.RunResult;

/** Whole runs whose accesses are drawn. */
class StatisticalRunTest {
  private static Lab lab(Map<String, Object> knobs) {
    return new Lab().uniform(knobs).mode(AccessMode.STATISTICAL);
  }

  @Test
  void makesAllAccessesInTheTimeThatTheyTake() {
    RunResult result = lab(Map.of("node", 1, "accesses", 50_000L, "gap", 7, "tasks", 2)).run();
    RunResult exact =
        new Lab().uniform(Map.of("node", 1, "accesses", 50_000L, "gap", 7, "tasks", 2)).run();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.nodes().get(1).accesses()).isEqualTo(100_000);
    // One node, no faults: nothing is random but where a step's last access falls.
    assertThat((double) result.runtimeNs())
        .isCloseTo(
            (double) exact.runtimeNs(), org.assertj.core.data.Percentage.withPercentage(0.1));
  }

  @Test
  void everyPageIsTouchedFirstOnce() {
    RunResult result = lab(Map.of("accesses", 20_000L, "order", 0)).run();
    assertThat(result.vmstat()).containsEntry("pgfault", 256L);
    assertThat(result.invariants()).isEqualTo("ok");
  }

  @Test
  void refusesTasksWithoutLaw() {
    Lab lab =
        new Lab()
            .mode(AccessMode.STATISTICAL)
            .workload(
                "replay",
                context -> {
                  var process = context.process("p");
                  process.map("heap", 4096, 0, new Placement(1));
                  process.task("reader", batch -> false);
                });
    assertThatThrownBy(lab::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "mode 'statistical' cannot be used: task 'reader' states no law of its accesses: a trace,"
                + " or accesses that hang on data; use mode 'exact'");
  }

  /** Sampled are accesses to pages in equal shares, one in a thousand, on their nodes. */
  @Test
  void drawsSamples() {
    long[] taken = new long[4];
    AccessSampler sampler =
        new AccessSampler() {
          @Override
          public long begin(TaskView task) {
            return 1000;
          }

          @Override
          public long sampled(AccessSample sample) {
            assertThat(sample.servedBy()).isEqualTo(1);
            taken[(int) sample.page() / 64]++;
            return 1000;
          }
        };
    RunResult result =
        lab(Map.of("node", 1, "accesses", 4_000_000L))
            .source("counter", context -> context.onSample(sampler))
            .run();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(LongStream.of(taken).sum()).isEqualTo(4000);
    // Five standard deviations of a quarter of 4000.
    for (long quarter : taken) {
      assertThat(quarter).isBetween(863L, 1137L);
    }
  }

  @Test
  void refusesDeviceMonitors() {
    DeviceMonitor monitor = org.mockito.Mockito.mock(DeviceMonitor.class);
    Lab lab =
        lab(Map.of("node", 1)).source("counter", context -> context.onDeviceAccess(1, monitor));
    assertThatThrownBy(lab::run)
        .isInstanceOf(KnobException.class)
        .hasMessage(
            "source 'counter' watches accesses, which mode 'statistical' does not make one by one;"
                + " use mode 'exact'");
  }

  private static Lab withLaw(AccessLaw.Component... mixture) {
    return new Lab()
        .mode(AccessMode.STATISTICAL)
        .workload(
            "lawful",
            context -> {
              var process = context.process("p");
              process.map("heap", 64 * 4096, 0, new Placement(1));
              process.map("other", 64 * 4096, 0, new Placement(1));
              process
                  .task("worker", batch -> false)
                  .law(
                      new AccessLaw(
                          List.of(
                              new AccessLaw.Phase(1000, 0, List.of(mixture)),
                              new AccessLaw.Phase(
                                  1000, 5, List.of(part(0, 64, 1, new AccessLaw.Sequential()))))));
            });
  }

  private static AccessLaw.Component part(
      long firstPage, long pages, double weight, AccessLaw.Pattern pattern) {
    return new AccessLaw.Component(firstPage, pages, weight, 0.5, pattern);
  }

  private static void assertRefused(Lab lab, String why) {
    assertThatThrownBy(lab::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "mode 'statistical' cannot be used: task 'worker' " + why + "; use mode 'exact'");
  }

  @Test
  void makesAllAccessesOfMixturesAndPhases() {
    RunResult result =
        withLaw(
                part(0, 64, 0.25, new AccessLaw.Uniform()),
                part(64, 32, 0.5, new AccessLaw.Zipf(1.1, 7)),
                part(16, 8, 0.25, new AccessLaw.Uniform()))
            .run();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.nodes().get(1).accesses()).isEqualTo(2000);
  }

  @Test
  void refusesLawsThatItDoesNotDraw() {
    AccessLaw.Uniform uniform = new AccessLaw.Uniform();
    assertRefused(
        withLaw(part(0, 64, 0.5, uniform), part(0, 64, 0.5, new AccessLaw.Sequential())),
        "mixes accesses in order with others");
    assertRefused(
        withLaw(part(0, 64, 0.5, uniform)), "states a mixture whose weights add up to 0.5");
    assertRefused(withLaw(part(100, 64, 1, uniform)), "states a law for pages that are not mapped");
    assertRefused(withLaw(part(32, 64, 1, uniform)), "accesses a range of more than one mapping");
  }

  @Test
  void refusesProcessesThatStartLater() {
    Lab lab =
        new Lab()
            .mode(AccessMode.STATISTICAL)
            .workload(
                "late",
                context -> {
                  var process = context.process("child").startsAt(1_000_000);
                  process.map("heap", 4096, 0, new Placement(1));
                  process.task("reader", batch -> false);
                });
    assertThatThrownBy(lab::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "mode 'statistical' cannot be used: process 'child' starts in mid-run; use mode"
                + " 'exact'");
  }
}
