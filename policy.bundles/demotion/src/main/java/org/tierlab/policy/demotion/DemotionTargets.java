package org.tierlab.policy.demotion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.machine.NodeView;
import org.tierlab.api.policy.PolicyContext;

/**
 * Where folios of one node go: to the nearest node of the next tier, and when that is full to any
 * node of a lower tier.
 *
 * <p>Source: {@code establish_demotion_targets()} and {@code next_demotion_node()} of {@code
 * mm/memory-tiers.c}, {@code demote_folio_list()} and {@code alloc_demote_folio()} of {@code
 * mm/vmscan.c}, Linux 6.x. Of several nodes of the next tier at the same distance one is drawn for
 * each chunk. It gives pages down to its min watermark; then the others do, in order of their
 * distance from it, first down to their low watermarks, then down to their min watermarks.
 *
 * <p>Deviation: the node is chosen when the chunk is planned, the kernel's when the folio is
 * unmapped. What others have taken in between makes the folio fail.
 */
final class DemotionTargets {
  private final PolicyContext context;
  private final MachineView machine;
  private final List<Integer> preferred = new ArrayList<>();
  private final List<Integer> lower = new ArrayList<>();
  private final long[] planned;
  private int target = -1;

  DemotionTargets(PolicyContext context, int node) {
    this.context = context;
    machine = context.machine();
    planned = new long[machine.nodes()];
    int nearest = machine.demotionTarget(node);
    for (int to = 0; nearest >= 0 && to < machine.nodes(); to++) {
      NodeView candidate = machine.node(to);
      if (candidate.tier() > machine.node(node).tier()) {
        lower.add(to);
      }
      if (candidate.tier() == machine.node(nearest).tier()
          && machine.distance(node, to) == machine.distance(node, nearest)) {
        preferred.add(to);
      }
    }
  }

  /** Whether there is a lower tier. */
  boolean any() {
    return !preferred.isEmpty();
  }

  /** Draws the node that the next chunk goes to. */
  void beginChunk() {
    java.util.Arrays.fill(planned, 0);
    int last = target;
    int n = preferred.size();
    target = preferred.get(n == 1 ? 0 : (int) context.random().nextLong(n));
    if (target != last) {
      lower.sort(Comparator.comparingInt(to -> to == target ? 0 : machine.distance(target, to)));
    }
  }

  /** The node for a folio; the chunk's own if none has room, where it will fail. */
  int choose(int pages) {
    int to = target;
    if (!fits(to, pages, machine.node(to).minWatermark())) {
      to = firstWithRoom(pages);
    }
    planned[to] += pages;
    return to;
  }

  private int firstWithRoom(int pages) {
    for (int to : lower) {
      if (fits(to, pages, machine.node(to).lowWatermark())) {
        return to;
      }
    }
    for (int to : lower) {
      if (fits(to, pages, machine.node(to).minWatermark())) {
        return to;
      }
    }
    return target;
  }

  private boolean fits(int node, int pages, long watermark) {
    return machine.node(node).freePages() - planned[node] - pages >= watermark;
  }
}
