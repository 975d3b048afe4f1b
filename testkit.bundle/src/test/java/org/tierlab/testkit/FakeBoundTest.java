package org.tierlab.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.BoundContext;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.Standing;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.workload.AccessBatch;

class FakeBoundTest {
  private final FakeRun run = new FakeRun(new FakeMachine().dram(2, 1).cxl(2), 1);
  private final FakeMm mm = run.process("app");
  private final FakeTask task = mm.task("app");
  private final BoundContext bound = run.policyContext(Map.of()).bound();
  private final MigrationPlan plan =
      new MigrationPlan(Reason.PROMOTION, Batching.BATCHED, TargetRule.MIN_WATERMARK);

  @Test
  void anExchangeNeedsNoFreePage() {
    mm.map("fast", 2, 0);
    mm.map("slow", 2, 1);
    plan.add(mm, 0, 1);
    plan.add(mm, 2, 0);

    assertThat(bound.place(plan)).isTrue();
    assertThat(mm.pageTable().nodeOf(0)).isEqualTo(1);
    assertThat(mm.pageTable().nodeOf(2)).isZero();

    plan.clear();
    plan.add(mm, 0, 0);
    assertThat(bound.place(plan)).isFalse();
    assertThat(mm.pageTable().nodeOf(0)).isEqualTo(1);
  }

  @Test
  void firstTouchesGoWhereTheyArePlanned() {
    mm.map("heap", 3, FakeMm.NOT_PRESENT);
    bound.allocateOn(1);
    plan.add(mm, 1, 0);
    bound.place(plan);

    run.touch(task, 0, 1, 2);

    assertThat(mm.pageTable().nodeOf(0)).isEqualTo(1);
    assertThat(mm.pageTable().nodeOf(1)).isZero();
    assertThat(mm.pageTable().nodeOf(2)).isEqualTo(1);
  }

  @Test
  void everyAccessIsSeenAndTheFutureIsAsScripted() {
    mm.map("heap", 2, 0);
    List<Long> seen = new ArrayList<>();
    bound.onAccess((by, page, node) -> seen.add(page));
    run.foresee(task, 1, 0, 1);
    AccessBatch batch = new AccessBatch(2);

    assertThat(bound.foresight().accesses(task).fill(batch)).isTrue();
    assertThat(batch.to()).isEqualTo(2);
    batch.clear();
    assertThat(bound.foresight().accesses(task).fill(batch)).isTrue();
    assertThat(batch.to()).isEqualTo(1);
    batch.clear();
    assertThat(bound.foresight().accesses(task).fill(batch)).isFalse();

    run.touch(task, 1, 0);
    assertThat(seen).containsExactly(1L, 0L);
    assertThat(bound.foresight().made(task)).isEqualTo(2);
  }

  @Test
  void onlyAPolicyThatSaysSoMayUseIt() {
    PromotionPolicy cheat =
        new PromotionPolicy() {
          @Override
          public PolicySpec spec() {
            return new PolicySpec(NoKnobs.class, Set.of());
          }

          @Override
          public void attach(PolicyContext context) {
            context.bound();
          }
        };
    assertThat(cheat.spec().standing()).isEqualTo(Standing.ATTAINABLE);
    assertThatThrownBy(() -> run.attach(cheat, Map.of())).isInstanceOf(IllegalStateException.class);
  }

  /** Nothing to set. */
  public record NoKnobs() {}
}
