package org.tierlab.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tierlab.testkit.RunAssert.assertThatRun;

import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;

class RunAssertTest {
  private final FakeRun run = new FakeRun(new FakeMachine().dram(100, 1).cxl(100), 1);
  private final FakeMm mm = run.process("app");

  private static void fails(ThrowingCallable assertion) {
    assertThatThrownBy(assertion).isInstanceOf(AssertionError.class);
  }

  @Test
  void seesWhatPoliciesMoved() {
    mm.map("heap", 8, 1);
    assertThatRun(run).triedNothing().holds(mm, 1, 0, 7);
    run.refuse(mm, 5, MigrationOutcome.COPY_FAILED);
    MigrationPlan plan =
        new MigrationPlan(Reason.PROMOTION, Batching.BATCHED, TargetRule.MIN_WATERMARK);
    plan.add(mm, 3, 0);
    plan.add(mm, 5, 0);
    PolicyContext policy = run.policyContext(Map.of());
    policy.migrate(plan, mm.task("t"));
    assertThatRun(run).migrated(mm, 0, 3).holds(mm, 0, 3).holds(mm, 1, 5);
    assertThatRun(run).ended(MigrationOutcome.COPY_FAILED, 1);
    fails(() -> assertThatRun(run).triedNothing());
    fails(() -> assertThatRun(run).migrated(mm, 0, 3, 5));
    fails(() -> assertThatRun(run).migrated(mm, 1, 3));
    fails(() -> assertThatRun(run).holds(mm, 0, 5));
    fails(() -> assertThatRun(run).ended(MigrationOutcome.COPY_FAILED, 0));
  }

  @Test
  void seesWhatSourcesPublishedAndCounted() {
    mm.map("heap", 8, 1);
    SourceContext source = run.sourceContext(Map.of());
    HotnessEvents events = new HotnessEvents();
    events.add(mm, 2, 3, 1, -1, -1, -1, 0, 0);
    source.publish(events);
    source.counter("seen").add(3);
    assertThatRun(run).published(mm, 2, 3, 4).counted("seen", 3).counted("unseen", 0);
    fails(() -> assertThatRun(run).published(mm, 2, 3));
    fails(() -> assertThatRun(run).counted("seen", 2));
  }
}
