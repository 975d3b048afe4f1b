package org.tierlab.testkit.simulation;

import java.util.Set;
import org.tierlab.api.PluginName;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.time.Kthread;

/** Promotes what events name, as long as the fast node has room: for what is no policy itself. */
@PluginName(name = TouchedGoUp.NAME)
final class TouchedGoUp implements PromotionPolicy {
  static final String NAME = "touched-go-up";

  private static final long PERIOD_NS = 50_000_000;
  private static final int EVENTS = 256;

  /** Nothing to set. */
  record NoKnobs() {}

  @Override
  public PolicySpec spec() {
    return new PolicySpec(NoKnobs.class, Set.of());
  }

  @Override
  public void attach(PolicyContext context) {
    Kthread thread = context.kthread("kgoup");
    thread.after(PERIOD_NS, () -> wake(context, thread));
  }

  private static void wake(PolicyContext context, Kthread thread) {
    HotnessEvents events = new HotnessEvents(EVENTS);
    context.hotness().poll(events, EVENTS);
    MigrationPlan plan =
        new MigrationPlan(Reason.PROMOTION, Batching.BATCHED, TargetRule.HIGH_WATERMARK);
    for (int i = 0; i < events.size(); i++) {
      AddressSpaceView mm = context.addressSpace(events.mm(i));
      if (mm != null && !mm.exited() && mm.pageTable().nodeOf(events.firstPage(i)) == 1) {
        plan.add(mm, events.firstPage(i), 0);
      }
    }
    if (plan.size() == 0) {
      thread.after(PERIOD_NS, () -> wake(context, thread));
    } else {
      context.migrate(plan, thread, report -> thread.after(PERIOD_NS, () -> wake(context, thread)));
    }
  }
}
