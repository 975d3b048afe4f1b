package org.tierlab.sim.migration;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.MigrationReport;
import org.tierlab.sim.memory.AddressSpace;

/**
 * A plan being carried out: one slice of single folios, or one batch, at a time.
 *
 * <p>The caller alternates {@link #advance} and {@link #land}: the first does what the initiator
 * can do without waiting and says until when it is occupied, the second ends a batch.
 */
public final class PlanRun implements MigrationReport {
  private final Pipeline pipeline;
  private final MigrationPlan plan;
  private final PlanOwner owner;
  private final MigrationOutcome[] outcomes;
  private final boolean[] decided;
  private int next;
  private @Nullable Flight flight;

  /**
   * Begins a plan.
   *
   * @param pipeline carries it out
   * @param plan what to move
   * @param owner the policy
   */
  public PlanRun(Pipeline pipeline, MigrationPlan plan, PlanOwner owner) {
    this.pipeline = pipeline;
    this.plan = plan;
    this.owner = owner;
    outcomes = new MigrationOutcome[plan.size()];
    Arrays.fill(outcomes, MigrationOutcome.CANCELLED);
    decided = new boolean[plan.size()];
  }

  /**
   * Goes on until the slice is used or a batch is on its way.
   *
   * @param by who carries the plan out
   * @param slicePs how long single folios may take
   * @return when the initiator is free again
   */
  public long advance(Initiator by, long slicePs) {
    if (plan.batching() == Batching.BATCHED) {
      return launch(by);
    }
    long start = by.nowPs();
    while (next < plan.size() && by.nowPs() - start < slicePs) {
      decided[next] = true;
      outcomes[next] =
          pipeline.moveOne(
              mm(next),
              plan.page(next),
              plan.target(next),
              plan.reason(),
              true,
              plan.targetRule(),
              owner,
              by);
      next++;
    }
    return by.nowPs();
  }

  private long launch(Initiator by) {
    int limit = pipeline.station().batchPages();
    int pages = 0;
    Flight batch = null;
    for (int i = next; i < plan.size() && pages < Math.max(1, limit); i++) {
      if (decided[i]) {
        continue;
      }
      AddressSpace mm = mm(i);
      long page = Pipeline.head(mm, plan.page(i));
      int source = mm.exited() ? -1 : mm.store().nodeOf(page);
      if (batch != null
          && source >= 0
          && (source != batch.source() || plan.target(i) != batch.target())) {
        continue;
      }
      decided[i] = true;
      if (!admit(i, mm, page)) {
        continue;
      }
      if (batch == null) {
        batch = new Flight(pipeline, plan, source, plan.target(i), owner);
      }
      batch.board(i, mm, page);
      pages += mm.vmaOf(page).folioPages();
    }
    while (next < plan.size() && decided[next]) {
      next++;
    }
    flight = batch;
    return batch == null ? by.nowPs() : batch.fly(by);
  }

  private boolean admit(int i, AddressSpace mm, long page) {
    int target = plan.target(i);
    MigrationOutcome outcome = pipeline.check(mm, page, target, plan.reason(), owner);
    int pages = outcome == MigrationOutcome.MIGRATED ? mm.vmaOf(page).folioPages() : 1;
    if (outcome == MigrationOutcome.MIGRATED) {
      pipeline.claim(mm, page, owner);
      if (pipeline.room(target, pages, plan.targetRule())) {
        return true;
      }
      outcome = MigrationOutcome.TARGET_FULL;
    }
    outcomes[i] = outcome;
    pipeline.count(outcome, plan.reason(), true, -1, target, pages, owner);
    return false;
  }

  private AddressSpace mm(int i) {
    return (AddressSpace) plan.mm(i);
  }

  /** Ends the batch that was on its way, if there was one. */
  public void land() {
    Flight batch = flight;
    if (batch != null) {
      batch.landAll(outcomes);
      flight = null;
    }
  }

  /**
   * Whether every folio has its outcome.
   *
   * @return true once nothing is left and nothing is in flight
   */
  public boolean finished() {
    return next == plan.size() && flight == null;
  }

  /** Gives up what has not been tried: it counts as cancelled. */
  public void cancelRest() {
    for (int i = next; i < plan.size(); i++) {
      if (!decided[i]) {
        decided[i] = true;
        outcomes[i] = MigrationOutcome.CANCELLED;
        owner.count(MigrationOutcome.CANCELLED, 0, 0);
      }
    }
    next = plan.size();
  }

  @Override
  public MigrationPlan plan() {
    return plan;
  }

  @Override
  public MigrationOutcome outcome(int i) {
    return outcomes[i];
  }

  @Override
  public int migrated() {
    int count = 0;
    for (MigrationOutcome outcome : outcomes) {
      count += outcome == MigrationOutcome.MIGRATED ? 1 : 0;
    }
    return count;
  }

  @Override
  public int failed() {
    int count = 0;
    for (MigrationOutcome outcome : outcomes) {
      count +=
          outcome == MigrationOutcome.MIGRATED || outcome == MigrationOutcome.ALREADY_THERE ? 0 : 1;
    }
    return count;
  }
}
