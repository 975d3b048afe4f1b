package org.tierlab.policy.promoteonaccess;

import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.MigrationReport;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.Kthread;

/**
 * kmmscand's migrator: a kernel thread that empties the migration list, folio by folio.
 *
 * <p>From the "PTE A-bit based scanning" series (mm/kmmscand.c), V1 by default. No batch, no rate
 * limit, no test of hotness beyond an access count that is not 0: what is on the list and still in
 * slow memory goes to the event's target node. A target below its high watermark fails the folio
 * and wakes kswapd. When the list is empty the thread sleeps and then waits, 20 ms each.
 *
 * <p>Deviations: the list is the hotness store, so that events of any source will do. A range is
 * read 64 pages at a time, charged like one record. Folios that have left slow memory meanwhile are
 * passed over without being counted as failed, and so are the records of a process that has exited.
 * Folios are handed over in plans of about 512, between which the list is read on. V2's list per
 * process is not modelled. If the source knows the accessing node but proposes no target, the
 * former is taken before the knob.
 *
 * <p>Not thread-safe.
 */
public final class PromoteOnAccess {
  /** Folios after which a plan is submitted; at most 63 more are in it (assumed). */
  static final int PLAN_FOLIOS = 512;

  /** CPU time to take records off the list and look 64 entries up, nanoseconds (assumed). */
  static final double WORD_NS = 20;

  private final PolicyContext context;
  private final Knobs<PromoteOnAccessKnobs> knobs;
  private final Kthread thread;
  private final HotList list;
  private final Counter migrated;
  private final Counter failed;
  private final MigrationPlan plan =
      new MigrationPlan(
          Reason.PROMOTION, Batching.ONE_BY_ONE, TargetRule.HIGH_WATERMARK_WAKE_KSWAPD);
  private int fallbackTarget;

  /**
   * Starts the migrator.
   *
   * @param context the run
   * @param knobs the migrator's knobs
   * @throws KnobException if the target node is not a top-tier node of the machine
   */
  public PromoteOnAccess(PolicyContext context, Knobs<PromoteOnAccessKnobs> knobs) {
    this.context = context;
    this.knobs = knobs;
    PromoteOnAccessKnobs now = knobs.get();
    checkTarget(now.targetNode(), context.machine());
    fallbackTarget = now.targetNode();
    knobs.onChange(this::takeTarget);
    migrated = context.counter(now.series().counter("migrated"));
    failed = context.counter(now.series().counter("migrate_failed"));
    list = new HotList(context);
    thread = context.kthread(now.series().threadName());
    thread.after(now.pauseNs(), this::pass);
  }

  private static void checkTarget(int node, MachineView machine) {
    if (!isTopTier(node, machine)) {
      throw new KnobException(
          "target_node",
          "knob 'target_node' is '" + node + "', expected a top-tier node of the machine");
    }
  }

  private static boolean isTopTier(int node, MachineView machine) {
    return node < machine.nodes() && machine.node(node).topTier();
  }

  /** A target that is not top tier is ignored, as the kernel refuses to store it. */
  private void takeTarget() {
    if (isTopTier(knobs.get().targetNode(), context.machine())) {
      fallbackTarget = knobs.get().targetNode();
    }
  }

  private void pass() {
    plan.clear();
    while (list.hasNext() && plan.size() < PLAN_FOLIOS && !thread.sliceUsed()) {
      thread.charge(WORD_NS);
      failed.add(list.readWord(plan, fallbackTarget, knobs.get().requireActive()));
    }
    if (plan.size() > 0) {
      context.migrate(plan, thread, this::migrated);
    } else {
      thread.after(list.hasNext() ? 0 : knobs.get().pauseNs(), this::pass);
    }
  }

  private void migrated(MigrationReport report) {
    migrated.add(report.migrated());
    failed.add(report.failed());
    pass();
  }
}
