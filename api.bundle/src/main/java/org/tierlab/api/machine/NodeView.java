package org.tierlab.api.machine;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A memory node: its tier, how full it is, and the watermarks of its single zone. Sizes are in 4
 * KiB pages.
 */
@ProviderType
public interface NodeView {
  /**
   * The node's number.
   *
   * @return 0 … number of nodes − 1
   */
  int id();

  /**
   * The memory tier: 0 is the fastest, as ordered by latency.
   *
   * @return a tier, 0 for top-tier (DRAM) nodes
   */
  int tier();

  /**
   * Whether this is a top-tier node, the kernel's {@code node_is_toptier()}.
   *
   * @return true if {@link #tier()} is 0
   */
  default boolean topTier() {
    return tier() == 0;
  }

  /**
   * Whether CPUs belong to this node.
   *
   * @return false for a CPU-less memory node
   */
  boolean hasCpus();

  /**
   * Managed pages.
   *
   * @return the capacity in pages
   */
  long capacityPages();

  /**
   * Free pages, pages reserved for migrations in flight not counted.
   *
   * @return pages
   */
  long freePages();

  /**
   * The min watermark.
   *
   * @return pages
   */
  long minWatermark();

  /**
   * The low watermark, at which kswapd wakes: min + gap, where gap is the larger of min/4 and
   * capacity × {@code watermark_scale_factor}/10000.
   *
   * @return pages
   */
  long lowWatermark();

  /**
   * The high watermark, at which kswapd stops: low + gap.
   *
   * @return pages
   */
  long highWatermark();

  /**
   * The promotion watermark, at which kswapd stops in tiering mode: high + gap.
   *
   * @return pages
   */
  long promoWatermark();

  /**
   * Idle access latency seen from a CPU of its own node or, without CPUs, of the nearest.
   *
   * @return nanoseconds
   */
  double latencyNs();

  /**
   * Peak bandwidth.
   *
   * @return bytes per nanosecond, which is GB/s
   */
  double bandwidthGBps();

  /**
   * Bandwidth in use during the last engine step, copies included.
   *
   * @return bytes per nanosecond
   */
  double usedGBps();

  /**
   * What a counter of the memory controller has counted: bytes read and written since the start,
   * copies included.
   *
   * @return bytes
   */
  long trafficBytes();
}
