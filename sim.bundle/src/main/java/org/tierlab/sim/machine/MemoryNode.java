package org.tierlab.sim.machine;

import org.tierlab.api.machine.NodeView;
import org.tierlab.sim.access.LoadedLatency;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.ledger.Ledger;

/** A memory node: free pages, watermarks, traffic and its latency under load. */
public final class MemoryNode implements NodeView {
  private static final int LINE_BYTES = 64;

  /** Load is averaged over this long, so that short steps do not shake it. Assumed: a tick. */
  private static final double SMOOTHING_NS = 1_000_000;

  private final int id;
  private final int tier;
  private final NodeSpec spec;
  private final long capacityPages;
  private final long minWatermark;
  private final long gap;
  private final Ledger ledger;
  private final int accessSlot;
  private final int copySlot;
  private final int freeSlot;
  private final int fileSlot;
  private long freePages;
  private long stepBytes;
  private double copyBytes;
  private double copyNs;
  private double usedGBps;
  private double offered;
  private double spareGBps;
  private double loadFactor = 1;

  MemoryNode(
      int id, int tier, NodeSpec spec, long minWatermark, int watermarkScaleFactor, Ledger ledger) {
    this.id = id;
    this.tier = tier;
    this.spec = spec;
    this.capacityPages = spec.capacityBytes() / 4096;
    this.minWatermark = minWatermark;
    this.gap = Math.max(minWatermark / 4, capacityPages * watermarkScaleFactor / 10_000);
    this.ledger = ledger;
    this.freePages = capacityPages;
    this.spareGBps = spec.bandwidthGBps();
    accessSlot = ledger.slot("node_accesses", Integer.toString(id));
    copySlot = ledger.slot("node_copy_bytes", Integer.toString(id));
    freeSlot = ledger.slot("node_free", Integer.toString(id));
    fileSlot = ledger.slot("node_file", Integer.toString(id));
    ledger.set(freeSlot, freePages);
  }

  /**
   * Counts pages of files that come or go ({@code NR_FILE_PAGES}): page cache and mapped files.
   *
   * @param more how many, negative if they go
   */
  public void filePagesChanged(long more) {
    ledger.add(fileSlot, more);
  }

  /**
   * Takes pages.
   *
   * @param pages how many; never more than are free
   */
  public void take(long pages) {
    if (pages > freePages) {
      throw new IllegalStateException("node " + id + " has " + freePages + " free pages");
    }
    freePages -= pages;
    ledger.set(freeSlot, freePages);
  }

  /**
   * Gives pages back.
   *
   * @param pages how many
   */
  public void give(long pages) {
    freePages += pages;
    if (freePages > capacityPages) {
      throw new IllegalStateException("node " + id + " got back more than it has");
    }
    ledger.set(freeSlot, freePages);
  }

  /**
   * Records cache-line accesses.
   *
   * @param accesses how many
   */
  public void recordAccesses(long accesses) {
    ledger.add(accessSlot, accesses);
    stepBytes += accesses * LINE_BYTES;
  }

  /**
   * Accesses that it has served.
   *
   * @return a count
   */
  public long accesses() {
    return ledger.get(accessSlot);
  }

  /**
   * Records accesses of which some are served by a cache.
   *
   * @param accesses how many
   * @param missShare share of them that come here
   */
  void recordAccesses(long accesses, double missShare) {
    ledger.add(accessSlot, accesses);
    stepBytes += Math.round(accesses * missShare * LINE_BYTES);
  }

  /**
   * Records traffic of a copy that begins now.
   *
   * @param bytes read from or written to this node
   * @param durationNs how long it takes: the traffic is spread over this time
   */
  public void recordCopy(long bytes, double durationNs) {
    ledger.add(copySlot, bytes);
    copyBytes += bytes;
    copyNs = Math.max(copyNs, durationNs);
  }

  /**
   * Closes a step: derives bandwidth in use and the latency factor of the next step.
   *
   * @param lengthNs length of the step
   */
  public void endStep(double lengthNs) {
    double copied = copyNs <= lengthNs ? copyBytes : copyBytes * lengthNs / copyNs;
    copyBytes -= copied;
    copyNs = Math.max(0, copyNs - lengthNs);
    usedGBps = (stepBytes + copied) / lengthNs;
    spareGBps = Math.max(spec.bandwidthGBps() - usedGBps, spec.bandwidthGBps() / 10);
    stepBytes = 0;
    double now = loadFactor * usedGBps / spec.bandwidthGBps();
    offered += Math.min(1, lengthNs / SMOOTHING_NS) * (now - offered);
    loadFactor = LoadedLatency.factor(offered);
  }

  /**
   * How much longer than idle an access takes now.
   *
   * @return at least 1
   */
  public double loadFactor() {
    return loadFactor;
  }

  /**
   * Bandwidth that is not in use.
   *
   * @return GB/s, at least a tenth of the peak: a new stream always gets a share
   */
  public double spareGBps() {
    return spareGBps;
  }

  @Override
  public int id() {
    return id;
  }

  @Override
  public int tier() {
    return tier;
  }

  @Override
  public boolean hasCpus() {
    return spec.cpus() > 0;
  }

  @Override
  public long capacityPages() {
    return capacityPages;
  }

  @Override
  public long freePages() {
    return freePages;
  }

  @Override
  public long minWatermark() {
    return minWatermark;
  }

  @Override
  public long lowWatermark() {
    return minWatermark + gap;
  }

  @Override
  public long highWatermark() {
    return minWatermark + 2 * gap;
  }

  @Override
  public long promoWatermark() {
    return minWatermark + 3 * gap;
  }

  @Override
  public double latencyNs() {
    return spec.latencyNs();
  }

  @Override
  public double bandwidthGBps() {
    return spec.bandwidthGBps();
  }

  @Override
  public double usedGBps() {
    return usedGBps;
  }

  @Override
  public long trafficBytes() {
    return ledger.get(accessSlot) * LINE_BYTES + ledger.get(copySlot);
  }
}
