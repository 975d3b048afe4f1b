package org.tierlab.policy.promoteonaccess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.policy.HotnessFeed;
import org.tierlab.api.policy.MigrationCompletion;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.MigrationReport;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.Kthread;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;

/** What the migrator hands over and when, seen by its collaborators. */
class PlanSizeTest {
  private final FakeMachine machine = new FakeMachine().dram(10, 1).cxl(10_000);
  private final FakeMm mm = new FakeRun(machine, 1).process("app");
  private final PolicyContext context = mock(PolicyContext.class);
  private final HotnessFeed feed = mock(HotnessFeed.class);
  private final Kthread thread = mock(Kthread.class);
  private final Counter migrated = mock(Counter.class);
  private final Counter failed = mock(Counter.class);
  private final List<Integer> planSizes = new ArrayList<>();
  private MigrationCompletion completion = report -> {};

  @BeforeEach
  void wire() {
    mm.map("heap", 2000, 1);
    when(context.machine()).thenReturn(machine);
    when(context.hotness()).thenReturn(feed);
    when(context.kthread("kmmmigrated")).thenReturn(thread);
    when(context.counter(anyString())).thenReturn(mock(Counter.class));
    when(context.counter("nr_kmmscand_migrated")).thenReturn(migrated);
    when(context.counter("nr_kmmscand_migrate_failed")).thenReturn(failed);
    when(context.addressSpace(0)).thenReturn(mm);
    doAnswer(
            call -> {
              planSizes.add(call.<MigrationPlan>getArgument(0).size());
              completion = call.getArgument(2);
              return null;
            })
        .when(context)
        .migrate(any(), eq(thread), any());
    new PromoteOnAccess(
        context, Knobs.fixed(KnobSet.of(PromoteOnAccessKnobs.class).bind(Map.of())));
  }

  private Runnable pass() {
    ArgumentCaptor<Runnable> work = ArgumentCaptor.forClass(Runnable.class);
    verify(thread).after(eq(40_000_000L), work.capture());
    return work.getValue();
  }

  private void feedOnce(long pages) {
    when(feed.poll(any(), anyInt()))
        .thenAnswer(
            call -> {
              HotnessEvents into = call.getArgument(0);
              into.clear();
              into.add(mm, 0, pages, 1, -1, -1, -1, 0, 0);
              return 1;
            })
        .thenAnswer(
            call -> {
              call.<HotnessEvents>getArgument(0).clear();
              return 0;
            });
  }

  @Test
  void exactlyOnePlanOfItsSizeIsOnePlan() {
    feedOnce(PromoteOnAccess.PLAN_FOLIOS);
    pass().run();
    assertThat(planSizes).containsExactly(512);
    completion.completed(report(510));
    assertThat(planSizes).hasSize(1);
    verify(migrated).add(510);
    verify(failed, times(2)).add(1);
    verify(thread, times(2)).after(eq(40_000_000L), any());
  }

  @Test
  void oneFolioMoreIsAnotherPlanAfterTheCompletionOfTheFirst() {
    feedOnce(PromoteOnAccess.PLAN_FOLIOS + 1);
    pass().run();
    assertThat(planSizes).containsExactly(512);
    verify(thread, never()).after(eq(0L), any());
    completion.completed(report(512));
    assertThat(planSizes).containsExactly(512, 1);
  }

  @Test
  void anUsedUpSliceHandsOverWhatThereIs() {
    // 16 words are read, then two taken
    int[] calls = new int[1];
    when(thread.sliceUsed()).thenAnswer(call -> ++calls[0] > 16 + 2);
    feedOnce(1000);
    pass().run();
    assertThat(planSizes).containsExactly(128);
  }

  private static MigrationReport report(int moved) {
    MigrationReport report = mock(MigrationReport.class);
    when(report.outcome(anyInt()))
        .thenAnswer(
            call -> {
              int i = call.getArgument(0);
              return i < moved ? MigrationOutcome.MIGRATED : MigrationOutcome.TARGET_FULL;
            });
    return report;
  }
}
