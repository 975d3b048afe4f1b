package __PACKAGE__;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyDouble;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.tierlab.testkit.RunAssert.assertThatRun;
import static org.tierlab.testkit.SimulatedTime.millis;

import __PACKAGE__.component.__CLASS__Component;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.Kthread;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;

class __CLASS__SourceTest {
  /** Node 0 is fast and has CPUs, node 1 is slow. */
  private final FakeRun run = new FakeRun(new FakeMachine().dram(1024, 2).cxl(4096), 1);

  private final FakeMm mm = run.process("app");

  private void attach() {
    run.attach(new __CLASS__Component(), Map.of("period_ms", 100));
  }

  @Test
  void whatWasAccessedBetweenTwoScansIsPublishedOnce() {
    mm.map("heap", 100, 1);
    attach();
    mm.access(3, 64, 99);
    run.advanceBy(millis(150));
    assertThatRun(run).published(mm, 3, 64, 99).counted("__COUNTER___scanned", 100);
    run.advanceBy(millis(100));
    assertThatRun(run).published(mm, 3, 64, 99).counted("__COUNTER___scanned", 200);
  }

  @Test
  void whoAndHowOftenStaysUnknown() {
    mm.map("heap", 10, 1);
    attach();
    mm.access(5);
    run.advanceBy(millis(150));
    assertThat(run.published())
        .singleElement()
        .satisfies(event -> assertThat(event.node()).isEqualTo(HotnessEvents.UNKNOWN))
        .satisfies(event -> assertThat(event.count()).isEqualTo(1));
  }

  @Test
  void theThreadPaysForEveryEntry() {
    mm.map("heap", 64, 1);
    attach();
    run.advanceBy(millis(150));
    // 64 entries of 20 ns each, as the run has it unless it is told otherwise.
    assertThat(run.kthread("k__NAME__").chargedNs()).isEqualTo(64 * 20.0);
  }

  /** Collaborators as mocks, where only the calls between them matter. */
  @Test
  void withoutProcessesNothingIsCharged() {
    SourceContext context = mock();
    Kthread thread = mock();
    when(context.knobs(__CLASS__Knobs.class)).thenReturn(Knobs.fixed(new __CLASS__Knobs(20)));
    when(context.kthread("k__NAME__")).thenReturn(thread);
    when(context.counter("__COUNTER___scanned")).thenReturn(mock(Counter.class));
    when(context.addressSpaces()).thenReturn(List.of());

    new __CLASS__Source(context);
    ArgumentCaptor<Runnable> work = ArgumentCaptor.captor();
    verify(thread).after(eq(20_000_000L), work.capture());
    work.getValue().run();

    verify(thread, never()).charge(anyDouble());
    verify(thread, times(2)).after(eq(20_000_000L), any());
  }
}
