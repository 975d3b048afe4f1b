package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.time.Kthread;
import org.tierlab.sim.Lab;
import org.tierlab.sim.experiment.AccessMode;

/** How many steps a run with drawn accesses takes. */
class PaceTest {
  private static final long MS = 1_000_000;

  private static long steps(long accesses, Consumer<SourceContext> source) {
    Lab lab =
        new Lab()
            .uniform(Map.of("node", 1, "tasks", 2, "accesses", accesses))
            .mode(AccessMode.STATISTICAL)
            .source("scanner", source);
    Engine engine = (Engine) lab.simulation();
    assertThat(Lab.run(engine).invariants()).isEqualTo("ok");
    return engine.steps();
  }

  /** A source that looks at all accessed bits and clears them, so many times. */
  private static Consumer<SourceContext> scans(int times, long periodNs) {
    return context -> {
      Kthread thread = context.kthread("scanner");
      scan(context, thread, times, periodNs);
    };
  }

  private static void scan(SourceContext context, Kthread thread, int left, long periodNs) {
    if (left > 0) {
      thread.after(
          periodNs,
          () -> {
            var mm = context.addressSpaces().get(0);
            long[] bits = new long[4];
            context.pageTable(mm).testAndClearAccessed(0, 4, bits);
            thread.charge(1000);
            scan(context, thread, left - 1, periodNs);
          });
    }
  }

  @Test
  void stepsDoNotGrowWithAccessesBetweenScans() {
    long few = steps(4_000_000, scans(10, 100 * MS));
    long many = steps(400_000_000, scans(10, 10_000 * MS));
    // Steps double: a hundred times the accesses take some seven more for each scan.
    assertThat(many).isLessThan(few + 10 * 8);
    assertThat(few).isLessThan(400);
  }

  @Test
  void stepsGrowWithScans() {
    long ten = steps(40_000_000, scans(10, 1000 * MS));
    long hundred = steps(40_000_000, scans(100, 100 * MS));
    assertThat(hundred).isBetween(ten, 12 * ten);
  }

  /** In the first seconds every event ends a step, as in exact mode. */
  @Test
  void eventsEndStepsAtFirst() {
    assertThat(steps(4_000_000, scans(2000, MS / 10))).isGreaterThan(2000);
  }

  /** Later, events closer together than a tick share a step if nothing is in flight. */
  @Test
  void closeEventsShareStepsLater() {
    Consumer<SourceContext> late =
        context -> {
          Kthread thread = context.kthread("scanner");
          thread.after(5000 * MS, () -> scan(context, thread, 10_000, MS / 10));
        };
    assertThat(steps(24_000_000, late)).isLessThan(1500);
  }
}
