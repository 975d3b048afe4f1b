package org.tierlab.policy.demotion;

import org.jspecify.annotations.Nullable;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.time.TaskContext;

/**
 * Demotion as Linux does it: reclaim on a node that has a lower tier moves cold folios there in
 * place of discarding them. It makes the room that a promotion policy beside it uses up.
 *
 * <p>Source: {@code mm/vmscan.c} and {@code mm/memory-tiers.c} of Linux 6.x, with the two lists of
 * active and inactive folios (the multi-generational LRU off), without swap, cgroups and page
 * cache. {@link Kswapd} is one kernel thread a node, {@link DirectReclaim} the path of a task that
 * found the node empty, {@link LruShrinker} what both do with the lists.
 *
 * <p>Not thread-safe; one instance a run.
 */
public final class DemotionPolicy {
  private final PolicyContext context;
  private final Knobs<DemotionKnobs> knobs;
  private final Kswapd[] kswapds;
  private final DirectReclaim[] directs;
  private boolean wasEnabled;

  /**
   * Makes a policy that does nothing before {@link #start}.
   *
   * @param context the run
   */
  public DemotionPolicy(PolicyContext context) {
    this.context = context;
    knobs = context.knobs(DemotionKnobs.class);
    int nodes = context.machine().nodes();
    kswapds = new Kswapd[nodes];
    directs = new DirectReclaim[nodes];
    for (int node = 0; node < nodes; node++) {
      kswapds[node] = new Kswapd(context, knobs, node);
      directs[node] = new DirectReclaim(context, knobs, node, kswapds[node]);
    }
    wasEnabled = knobs.get().demotionEnabled();
  }

  /** Listens to memory pressure from now on. */
  public void start() {
    context.onPressure(this::pressure);
    watch();
    knobs.onChange(this::knobsChanged);
  }

  private void pressure(int node, @Nullable TaskContext direct) {
    if (direct == null) {
      kswapds[node].wake();
    } else {
      directs[node].reclaim(direct);
    }
  }

  private void knobsChanged() {
    boolean enabled = knobs.get().demotionEnabled();
    if (enabled && !wasEnabled) {
      for (Kswapd kswapd : kswapds) {
        kswapd.giveHope();
      }
    }
    wasEnabled = enabled;
    watch();
  }

  private void watch() {
    for (Kswapd kswapd : kswapds) {
      kswapd.watch();
    }
  }
}
