package org.tierlab.source.lruscan;

import java.util.ArrayList;
import java.util.List;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.Knobs;

/**
 * The multi-generational LRU (mm/vmscan.c, {@code CONFIG_LRU_GEN}) as far as it finds hot pages:
 * generations of slow nodes, and the threads that walk page tables for them.
 *
 * <p>Not thread-safe.
 */
public final class LruGen {
  /**
   * Starts klruscand and aging.
   *
   * @param context the run
   * @param knobs their knobs
   */
  public LruGen(SourceContext context, Knobs<LruScanKnobs> knobs) {
    List<NodeState> nodes = new ArrayList<>();
    for (int node = 0; node < context.machine().nodes(); node++) {
      if (!context.machine().node(node).topTier()) {
        nodes.add(new NodeState(node));
      }
    }
    Generations generations = new Generations(context);
    LruScanCounters counters = new LruScanCounters(context);
    new KlruscandThread(context, knobs, nodes, generations, counters);
    new AgingThread(context, knobs, nodes, generations, counters);
  }
}
