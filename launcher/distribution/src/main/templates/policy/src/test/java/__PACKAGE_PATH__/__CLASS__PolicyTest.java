package __PACKAGE__;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.tierlab.testkit.RunAssert.assertThatRun;
import static org.tierlab.testkit.SimulatedTime.seconds;

import __PACKAGE__.component.__CLASS__Component;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Answers;
import org.mockito.ArgumentCaptor;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.time.Kthread;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;

class __CLASS__PolicyTest {
  /** Node 0 is fast and has CPUs, node 1 is slow. */
  private final FakeRun run = new FakeRun(new FakeMachine().dram(1024, 2).cxl(4096), 1);

  private final FakeMm mm = run.process("app");
  private SourceContext source;

  @BeforeEach
  void attach() {
    mm.map("heap", 64, 1);
    source = run.sourceContext(Map.of());
    run.attach(new __CLASS__Component(), Map.of("hot_threshold", 3, "period_ms", 1000));
  }

  /** A source sees pages once. */
  private void see(long... pages) {
    HotnessEvents events = new HotnessEvents();
    long now = run.nowNs();
    for (long page : pages) {
      int unknown = HotnessEvents.UNKNOWN;
      events.add(mm, page, 1, 1, unknown, unknown, unknown, now, now);
    }
    source.publish(events);
  }

  @Test
  void aPageSeenAsOftenAsTheThresholdSaysIsPromoted() {
    see(7, 8);
    see(7, 8);
    see(7);
    run.advanceBy(seconds(1));
    assertThatRun(run).migrated(mm, 0, 7).holds(mm, 1, 8).counted("__COUNTER___hot_pages", 1);
  }

  @Test
  void sightingsOfAnotherPeriodDoNotCount() {
    see(7);
    see(7);
    run.advanceBy(seconds(1));
    see(7);
    run.advanceBy(seconds(2));
    assertThatRun(run).triedNothing();
  }

  @Test
  void whatIsOnTheFastNodeStays() {
    mm.place(0, 7);
    see(7);
    see(7);
    see(7);
    run.advanceBy(seconds(1));
    assertThatRun(run).triedNothing();
  }

  @Test
  void aLowerThresholdHoldsFromTheNextSightingOn() {
    see(7);
    run.setKnob("hot_threshold", 1);
    run.advanceBy(seconds(1));
    assertThatRun(run).migrated(mm, 0, 7);
  }

  /** Collaborators as mocks, where only the calls between them matter. */
  @Test
  void withoutEventsNothingIsAskedForAndTheThreadSleepsOn() {
    PolicyContext context = mock(Answers.RETURNS_DEEP_STUBS);
    Kthread thread = mock();
    when(context.knobs(__CLASS__Knobs.class)).thenReturn(Knobs.fixed(new __CLASS__Knobs(2, 500)));
    when(context.kthread("k__NAME__")).thenReturn(thread);
    when(context.machine().nodes()).thenReturn(1);
    when(context.machine().node(0).topTier()).thenReturn(true);
    when(context.hotness().poll(any(), anyInt())).thenReturn(0);

    new __CLASS__Policy(context);
    ArgumentCaptor<Runnable> work = ArgumentCaptor.captor();
    verify(thread).after(eq(500_000_000L), work.capture());
    work.getValue().run();

    verify(context, never()).migrate(any(), any(Kthread.class), any());
    verify(thread, times(2)).after(eq(500_000_000L), any());
  }
}
