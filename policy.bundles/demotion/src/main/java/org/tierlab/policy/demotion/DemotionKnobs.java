package org.tierlab.policy.demotion;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;
import org.tierlab.api.machine.NodeView;

/**
 * Knobs of demotion.
 *
 * <p>{@code demotion_enabled} is false in a kernel that has just booted. Here it is true: who adds
 * this policy to an experiment wants demotion, and an experiment without it has none.
 *
 * @param demotionEnabled whether reclaim demotes
 * @param numaBalancing mode of NUMA balancing, one value with whoever else names it; bit 2 raises
 *     the watermark at which kswapd stops
 * @param demoteScaleFactor TPP's demotion watermark of top-tier nodes, in 1/10000 of their capacity
 * @param scanFolioNs time to isolate a folio, look up its references and put it back. Testing and
 *     clearing one accessed bit was measured at 47 to 66 ns (EPYC virtual machine), of which 50 are
 *     taken; 100 ns for the LRU lists, the folio lock and the reverse map's lock are assumed
 */
public record DemotionKnobs(
    @Knob(
            value = "true",
            kernel = "/sys/kernel/mm/numa/demotion_enabled",
            about = "Whether reclaim moves cold folios one tier down.")
        boolean demotionEnabled,
    @Knob(
            value = "1",
            min = 0,
            max = 3,
            kernel = "kernel.numa_balancing",
            about = "NUMA balancing mode; 2 and 3 let kswapd work up to the promo watermark.")
        int numaBalancing,
    @Knob(
            value = "0",
            min = 0,
            max = 10_000,
            kernel = "vm.demote_scale_factor",
            about =
                "TPP's demotion watermark of top-tier nodes, in 1/10000 of their capacity, at least "
                    + "twice the high watermark; 0: none. TPP's default is 200.")
        int demoteScaleFactor,
    @Knob(
            value = "150",
            unit = Unit.NS,
            min = 0,
            about = "Cost of one folio looked at by reclaim: 50 ns measured, 100 ns assumed.")
        double scanFolioNs) {

  /** The mode bit NUMA_BALANCING_MEMORY_TIERING. */
  private static final int MEMORY_TIERING = 2;

  /**
   * TPP's demotion watermark of a node.
   *
   * @param node the node
   * @return pages, from twice the high watermark to the node's capacity; 0 if there is none
   */
  long demotionWatermark(NodeView node) {
    if (demoteScaleFactor == 0 || !node.topTier()) {
      return 0;
    }
    long scaled = node.capacityPages() * demoteScaleFactor / 10_000;
    return Math.min(node.capacityPages(), Math.max(scaled, 2 * node.highWatermark()));
  }

  /**
   * Whether NUMA balancing promotes between tiers.
   *
   * @return true in modes 2 and 3
   */
  boolean memoryTiering() {
    return (numaBalancing & MEMORY_TIERING) != 0;
  }
}
