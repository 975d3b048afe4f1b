package org.tierlab.command.study;

import java.util.Set;
import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.MigrationReport;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.time.Kthread;

/**
 * One {@code move_pages(2)} call: all folios of the first process go to a node, as one request, and
 * the time from call to return is counted. A kernel thread stands for the caller.
 */
final class MovePagesPolicy implements PromotionPolicy {
  static final String NAME = "move-pages";

  /** Counts nanoseconds between call and return; 0 until it has returned. */
  static final String ELAPSED_NS = "move_pages_ns";

  /** Counts folios that did not arrive. */
  static final String FAILED = "move_pages_failed";

  /**
   * When and where to.
   *
   * @param at when it is called
   * @param node where the folios shall go
   * @param callNs the call's own time, besides what each folio takes
   */
  record CallKnobs(
      @Knob(value = "10000000", unit = Unit.NS, min = 0, about = "When it is called.") double at,
      @Knob(value = "1", min = 0, max = 7, about = "Where the folios shall go.") int node,
      @Knob(value = "0", unit = Unit.NS, min = 0, about = "Time of the call besides its folios'.")
          double callNs) {}

  MovePagesPolicy() {}

  @Override
  public PolicySpec spec() {
    return new PolicySpec(CallKnobs.class, Set.of());
  }

  @Override
  public void attach(PolicyContext context) {
    CallKnobs knobs = context.knobs(CallKnobs.class).get();
    Kthread caller = context.kthread("move_pages");
    caller.after(Math.round(knobs.at()), () -> call(context, caller, knobs));
  }

  private static void call(PolicyContext context, Kthread caller, CallKnobs knobs) {
    long fromNs = caller.nowNs();
    caller.charge(knobs.callNs());
    MigrationPlan plan =
        new MigrationPlan(Reason.DAMON, Batching.BATCHED, TargetRule.MIN_WATERMARK);
    AddressSpaceView mm = context.addressSpaces().get(0);
    long page = 0;
    while (page < mm.pages()) {
      plan.add(mm, page, knobs.node());
      page += mm.vmaOf(page).folioPages();
    }
    context.migrate(plan, caller, report -> returned(context, caller, fromNs, report));
  }

  private static void returned(
      PolicyContext context, Kthread caller, long fromNs, MigrationReport report) {
    context.counter(ELAPSED_NS).add(caller.nowNs() - fromNs);
    context.counter(FAILED).add(report.plan().size() - report.migrated());
  }
}
