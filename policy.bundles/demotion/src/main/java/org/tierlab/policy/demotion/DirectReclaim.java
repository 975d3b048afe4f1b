package org.tierlab.policy.demotion;

import java.util.function.DoubleConsumer;
import org.tierlab.api.Counts;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.TaskContext;

/**
 * Direct reclaim on one node: a task that found no page demotes at least 32 itself before it tries
 * again.
 *
 * <p>Source: {@code do_try_to_free_pages()} and {@code shrink_zones()} of {@code mm/vmscan.c},
 * Linux 6.x. The kernel goes over all nodes of the allocation's zone list; here the core names the
 * node. The retry with forced deactivation, and the throttling of tasks while kswapd is at work,
 * are left out.
 */
@Counts(
    counter = "allocstall_movable",
    unit = "stalls",
    about = "Direct reclaims, for memory from the movable zone.",
    source = "/proc/vmstat")
final class DirectReclaim {
  private final PolicyContext context;
  private final LruShrinker shrinker;
  private final Kswapd kswapd;
  private final Counter stalls;

  DirectReclaim(PolicyContext context, Knobs<DemotionKnobs> knobs, int node, Kswapd kswapd) {
    this.context = context;
    this.kswapd = kswapd;
    this.shrinker = new LruShrinker(context, knobs, node, Reason.DEMOTION_DIRECT);
    // Memory for user space may come from the movable zone, and is counted there whatever it gets.
    this.stalls = context.counter("allocstall_movable");
  }

  /**
   * Reclaims in a task's context.
   *
   * @param task pays and waits
   */
  void reclaim(TaskContext task) {
    stalls.add(1);
    if (!shrinker.canDemote()) {
      return;
    }
    long reclaimed = 0;
    int priority = LruShrinker.DEF_PRIORITY;
    while (reclaimed < LruShrinker.SWAP_CLUSTER_MAX && priority >= 0) {
      reclaimed += pass(priority--, task);
    }
    if (reclaimed > 0) {
      kswapd.giveHope();
    }
  }

  private long pass(int priority, TaskContext task) {
    DoubleConsumer charge = task::charge;
    shrinker.begin(priority, LruShrinker.SWAP_CLUSTER_MAX);
    while (!shrinker.done()) {
      MigrationPlan plan = shrinker.scanInactive(charge);
      if (plan.size() > 0) {
        shrinker.settle(context.migrate(plan, task));
      }
      shrinker.scanActive(charge);
    }
    shrinker.end(charge);
    return shrinker.reclaimedPages();
  }
}
