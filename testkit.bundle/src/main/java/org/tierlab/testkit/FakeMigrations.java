package org.tierlab.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationCompletion;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.MigrationReport;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.time.Kthread;
import org.tierlab.api.time.TaskContext;

/** Carries plans out at once and records every folio of them. */
final class FakeMigrations {
  private final FakeRun run;
  private final List<Move> moves = new ArrayList<>();
  private final Map<Folio, MigrationOutcome> refusals = new HashMap<>();
  private double costPerFolioNs;

  FakeMigrations(FakeRun run) {
    this.run = run;
  }

  private record Folio(int mm, long page) {}

  List<Move> moves() {
    return moves;
  }

  void costPerFolioNs(double ns) {
    costPerFolioNs = ns;
  }

  void refuse(FakeMm mm, long page, MigrationOutcome outcome) {
    refusals.put(new Folio(mm.id(), mm.head(page)), outcome);
  }

  void carryOut(int policy, MigrationPlan plan, Kthread by, MigrationCompletion completion) {
    if (!(by instanceof FakeKthread thread) || !run.kthreads().contains(thread)) {
      throw new IllegalArgumentException(by.name() + " is no thread of this run");
    }
    List<MigrationOutcome> outcomes = moveAll(policy, plan);
    thread.addCharge(costPerFolioNs * plan.size());
    thread.waitFor(() -> completion.completed(new Report(plan, outcomes)));
  }

  MigrationReport carryOut(int policy, MigrationPlan plan, TaskContext by) {
    List<MigrationOutcome> outcomes = moveAll(policy, plan);
    by.charge(costPerFolioNs * plan.size());
    return new Report(plan, outcomes);
  }

  /** A misplaced folio of a hint fault: one by one, high watermark, kswapd woken. */
  MigrationOutcome moveFaulting(int policy, FakeMm mm, long page, int target, TaskContext by) {
    MigrationPlan plan =
        new MigrationPlan(
            Reason.NUMA_MISPLACED, Batching.ONE_BY_ONE, TargetRule.HIGH_WATERMARK_WAKE_KSWAPD);
    plan.add(mm, page, target);
    return carryOut(policy, plan, by).outcome(0);
  }

  private List<MigrationOutcome> moveAll(int policy, MigrationPlan plan) {
    if (plan.size() == 0) {
      throw new IllegalArgumentException("a plan without folios");
    }
    List<MigrationOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < plan.size(); i++) {
      FakeMm mm = run.processes().fake(plan.mm(i));
      int target = plan.target(i);
      if (target < 0 || target >= run.machine().nodes()) {
        throw new IllegalArgumentException("a plan wants page " + plan.page(i) + " on " + target);
      }
      long head = mm.exited() ? plan.page(i) : mm.head(plan.page(i));
      int from = mm.exited() ? -1 : mm.table().nodeOf(head);
      MigrationOutcome outcome = move(mm, head, target, plan.targetRule());
      outcomes.add(outcome);
      moves.add(
          new Move(
              policy,
              mm.id(),
              plan.page(i),
              from,
              target,
              outcome,
              run.nowNs(),
              plan.reason(),
              plan.batching(),
              plan.targetRule()));
    }
    return outcomes;
  }

  private MigrationOutcome move(FakeMm mm, long head, int target, TargetRule rule) {
    if (mm.exited()) {
      return MigrationOutcome.MM_EXITED;
    }
    if (!mm.table().isPresent(head)) {
      return MigrationOutcome.NOT_PRESENT;
    }
    if (!mm.vmaOf(head).migratable()) {
      return MigrationOutcome.NOT_MIGRATABLE;
    }
    if (mm.table().nodeOf(head) == target) {
      return MigrationOutcome.ALREADY_THERE;
    }
    MigrationOutcome refusal = refusals.get(new Folio(mm.id(), head));
    if (refusal != null) {
      return refusal;
    }
    FakeNode node = run.machine().node(target);
    long watermark = rule == TargetRule.MIN_WATERMARK ? node.minWatermark() : node.highWatermark();
    if (node.freePages() - mm.vmaOf(head).folioPages() <= watermark) {
      if (rule == TargetRule.HIGH_WATERMARK_WAKE_KSWAPD) {
        run.wakeKswapd(target);
      }
      return MigrationOutcome.TARGET_FULL;
    }
    mm.place(head, target);
    run.allocated(target);
    return MigrationOutcome.MIGRATED;
  }

  private record Report(MigrationPlan plan, List<MigrationOutcome> outcomes)
      implements MigrationReport {
    @Override
    public MigrationOutcome outcome(int i) {
      return outcomes.get(i);
    }

    @Override
    public int migrated() {
      return count(MigrationOutcome.MIGRATED);
    }

    @Override
    public int failed() {
      return outcomes.size() - migrated() - count(MigrationOutcome.ALREADY_THERE);
    }

    private int count(MigrationOutcome wanted) {
      return (int) outcomes.stream().filter(outcome -> outcome == wanted).count();
    }
  }
}
