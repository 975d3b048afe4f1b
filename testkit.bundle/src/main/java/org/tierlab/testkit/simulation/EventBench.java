package org.tierlab.testkit.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.tierlab.api.copy.CopyEngine;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.api.workload.Workload;
import org.tierlab.testkit.FakeCopyBatch;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.FakeTask;
import org.tierlab.testkit.RecordedTask;
import org.tierlab.testkit.RecordingCopyReport;
import org.tierlab.testkit.RecordingWorkload;

/**
 * What an event costs a plug-in in real time, on the machine at hand: an event that a policy reads,
 * an accessed page that a source has to find, a folio that an engine copies, an access that a
 * workload makes. All around the plug-in is a fake run that does next to nothing itself. For a
 * first look; a number to publish needs a benchmark harness.
 *
 * <p>{@code System.out.println(new EventBench(System::nanoTime).measure(new MyComponent(),
 * Map.of(), 200))}
 */
public final class EventBench {
  private static final int EVENTS = 4096;
  private static final int FOLIOS = 512;
  private static final long ROUND_NS = 1_000_000_000L;

  private final LongSupplier clock;

  /**
   * Measures by a clock.
   *
   * @param clock nanoseconds, for example {@code System::nanoTime}
   */
  public EventBench(LongSupplier clock) {
    this.clock = clock;
  }

  /**
   * A measurement.
   *
   * @param events how many events there were while it was measured
   * @param nsPerEvent real nanoseconds for each, that of the fake run included
   */
  public record Cost(long events, double nsPerEvent) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%,d events, %.1f ns each", events, nsPerEvent);
    }
  }

  /**
   * Measures a policy.
   *
   * @param policy a new instance
   * @param knobs values by knob name; others take their defaults
   * @param rounds rounds of 4,096 events of pages on the slow node and a simulated second, the
   *     first half to warm up
   * @return what the second half took
   */
  public Cost measure(PromotionPolicy policy, Map<String, ?> knobs, int rounds) {
    FakeRun run = new FakeRun(new FakeMachine().dram(1024, 2).cxl(4L * EVENTS), 1);
    FakeMm mm = run.process("app");
    mm.map("heap", EVENTS, 1);
    SourceContext source = run.sourceContext(Map.of());
    run.attach(policy, knobs);
    HotnessEvents events = new HotnessEvents(EVENTS);
    return timed(
        rounds,
        () -> {
          publish(run, mm, source, events);
          run.advanceBy(ROUND_NS);
          return EVENTS;
        });
  }

  /**
   * Measures a source.
   *
   * @param source a new instance
   * @param knobs values by knob name; others take their defaults
   * @param rounds rounds in which a task accesses each of 4,096 pages on the slow node and runs for
   *     a simulated second, the first half to warm up
   * @return what the second half took, by accessed page
   */
  public Cost measure(HotnessSource source, Map<String, ?> knobs, int rounds) {
    FakeRun run = new FakeRun(new FakeMachine().dram(1024, 2).cxl(4L * EVENTS), 1);
    FakeMm mm = run.process("app");
    mm.map("heap", EVENTS, 1);
    FakeTask task = mm.task("main");
    run.attach(source, knobs);
    long[] pages = LongStream.range(0, EVENTS).toArray();
    return timed(
        rounds,
        () -> {
          run.touch(task, pages);
          run.runTasks(ROUND_NS);
          return EVENTS;
        });
  }

  /**
   * Measures a copy engine.
   *
   * @param engine a new instance
   * @param knobs values by knob name; others take their defaults
   * @param rounds batches of 512 base pages, or as many as the engine takes, the first half to warm
   *     up
   * @return what the second half took, by folio
   */
  public Cost measure(CopyEngine engine, Map<String, ?> knobs, int rounds) {
    FakeRun run = new FakeRun(new FakeMachine().dram(1024, 2).cxl(1024), 1);
    run.attach(engine, knobs);
    int folios = Math.min(FOLIOS, engine.batchPages());
    FakeCopyBatch batch = FakeCopyBatch.of(folios, 0);
    return timed(
        rounds,
        () -> {
          engine.copy(batch, new RecordingCopyReport(folios));
          return folios;
        });
  }

  /**
   * Measures a workload.
   *
   * @param workload a new instance
   * @param knobs values by knob name; others take their defaults
   * @param rounds rounds of 4,096 accesses or a few more of its tasks in turn, the first half to
   *     warm up
   * @return what the second half took, by access
   * @throws IllegalArgumentException if its tasks end earlier
   */
  public Cost measure(Workload workload, Map<String, ?> knobs, int rounds) {
    FakeMachine machine = new FakeMachine().dram(1L << 40, 2).cxl(1L << 40);
    RecordingWorkload built = new RecordingWorkload(machine, 1, Path.of("."), knobs);
    try {
      workload.build(built);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<RecordedTask> tasks = built.tasks();
    int[] next = new int[1];
    return timed(
        rounds,
        () -> {
          int drawn = tasks.get(next[0]++ % tasks.size()).draw(EVENTS).length;
          if (drawn < EVENTS) {
            throw new IllegalArgumentException(
                "a task ended after " + drawn + " of 4,096 accesses; let it make more of them");
          }
          return drawn;
        });
  }

  /** Runs rounds, each of which says how many events it had. */
  private Cost timed(int rounds, LongSupplier round) {
    if (rounds < 2) {
      throw new IllegalArgumentException(rounds + " rounds, expected at least 2");
    }
    long events = 0;
    long startedNs = 0;
    for (int i = 0; i < rounds; i++) {
      if (i == rounds / 2) {
        events = 0;
        startedNs = clock.getAsLong();
      }
      events += round.getAsLong();
    }
    return new Cost(events, (double) (clock.getAsLong() - startedNs) / events);
  }

  private static void publish(FakeRun run, FakeMm mm, SourceContext source, HotnessEvents events) {
    events.clear();
    int unknown = HotnessEvents.UNKNOWN;
    for (long page = 0; page < EVENTS; page++) {
      events.add(mm, page, 1, 1, unknown, unknown, unknown, run.nowNs(), run.nowNs());
    }
    source.publish(events);
  }
}
