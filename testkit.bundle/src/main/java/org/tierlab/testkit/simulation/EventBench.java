package org.tierlab.testkit.simulation;

import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;

/**
 * What an event costs a policy in real time, on the machine at hand: the policy reads events of
 * pages on the slow node from a fake run, which does next to nothing itself. For a first look; a
 * number to publish needs a benchmark harness.
 *
 * <p>{@code System.out.println(new EventBench(System::nanoTime).measure(new MyComponent(),
 * Map.of(), 200))}
 */
public final class EventBench {
  private static final int EVENTS = 4096;
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
   * @param events how many events were published while it was measured
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
   * @param rounds rounds of 4,096 events and a simulated second, the first half to warm up
   * @return what the second half took
   */
  public Cost measure(PromotionPolicy policy, Map<String, ?> knobs, int rounds) {
    if (rounds < 2) {
      throw new IllegalArgumentException(rounds + " rounds, expected at least 2");
    }
    FakeRun run = new FakeRun(new FakeMachine().dram(1024, 2).cxl(4L * EVENTS), 1);
    FakeMm mm = run.process("app");
    mm.map("heap", EVENTS, 1);
    SourceContext source = run.sourceContext(Map.of());
    run.attach(policy, knobs);
    HotnessEvents events = new HotnessEvents(EVENTS);
    long startedNs = 0;
    int warm = rounds / 2;
    for (int round = 0; round < rounds; round++) {
      if (round == warm) {
        startedNs = clock.getAsLong();
      }
      publish(run, mm, source, events);
      run.advanceBy(ROUND_NS);
    }
    long counted = (long) (rounds - warm) * EVENTS;
    return new Cost(counted, (double) (clock.getAsLong() - startedNs) / counted);
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
