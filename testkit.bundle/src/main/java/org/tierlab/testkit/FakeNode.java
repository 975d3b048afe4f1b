package org.tierlab.testkit;

import org.tierlab.api.machine.NodeView;

/**
 * A node of a {@link FakeMachine}. Its min watermark is 0 until {@link #minWatermark(long)} says
 * otherwise; the other watermarks follow from it by the kernel's formula.
 */
public final class FakeNode implements NodeView {
  private final int id;
  private final int tier;
  private final long capacityPages;
  private final int cpus;
  private double latencyNs;
  private double bandwidthGBps;
  private double usedGBps;
  private long trafficBytes;
  private long minWatermark;
  private int watermarkScaleFactor = 10;
  private long residentPages;
  private long otherPages;

  FakeNode(int id, int tier, long capacityPages, int cpus) {
    this.id = id;
    this.tier = tier;
    this.capacityPages = capacityPages;
    this.cpus = cpus;
    this.latencyNs = tier == 0 ? 100 : 250;
    this.bandwidthGBps = tier == 0 ? 72 : 26;
  }

  /**
   * Sets the min watermark.
   *
   * @param pages pages
   * @return this
   */
  public FakeNode minWatermark(long pages) {
    minWatermark = pages;
    return this;
  }

  /**
   * Sets {@code watermark_scale_factor}, 10 at first.
   *
   * @param factor ten-thousandths of the capacity
   * @return this
   */
  public FakeNode watermarkScaleFactor(int factor) {
    watermarkScaleFactor = factor;
    return this;
  }

  /**
   * Fills the node with memory of others, so that so many pages are free now.
   *
   * @param pages free pages wanted
   * @return this
   */
  public FakeNode leaveFree(long pages) {
    if (pages < 0 || pages > capacityPages - residentPages) {
      throw new IllegalArgumentException(
          "node " + id + " cannot have " + pages + " free pages: it holds " + residentPages);
    }
    otherPages = capacityPages - residentPages - pages;
    return this;
  }

  /**
   * Sets idle latency and peak bandwidth; at first 100 ns and 72 GB/s in tier 0, 250 ns and 26 GB/s
   * elsewhere.
   *
   * @param latency nanoseconds
   * @param bandwidth bytes per nanosecond
   * @return this
   */
  public FakeNode speed(double latency, double bandwidth) {
    latencyNs = latency;
    bandwidthGBps = bandwidth;
    return this;
  }

  /**
   * Sets the bandwidth in use.
   *
   * @param gbps bytes per nanosecond
   * @return this
   */
  public FakeNode used(double gbps) {
    usedGBps = gbps;
    return this;
  }

  /**
   * Lets the node's traffic counter count.
   *
   * @param bytes read or written
   * @return this
   */
  public FakeNode traffic(long bytes) {
    trafficBytes += bytes;
    return this;
  }

  void take(long pages) {
    if (pages > freePages()) {
      throw new IllegalStateException("node " + id + " has no room for " + pages + " pages");
    }
    residentPages += pages;
  }

  void give(long pages) {
    residentPages -= pages;
  }

  /** Takes pages, or gives them back if negative; they were checked. */
  void exchange(long pages) {
    residentPages += pages;
  }

  int cpus() {
    return cpus;
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
    return cpus > 0;
  }

  @Override
  public long capacityPages() {
    return capacityPages;
  }

  @Override
  public long freePages() {
    return capacityPages - residentPages - otherPages;
  }

  private long gap() {
    return Math.max(minWatermark / 4, capacityPages * watermarkScaleFactor / 10_000);
  }

  @Override
  public long minWatermark() {
    return minWatermark;
  }

  @Override
  public long lowWatermark() {
    return minWatermark + gap();
  }

  @Override
  public long highWatermark() {
    return minWatermark + 2 * gap();
  }

  @Override
  public long promoWatermark() {
    return minWatermark + 3 * gap();
  }

  @Override
  public double latencyNs() {
    return latencyNs;
  }

  @Override
  public double bandwidthGBps() {
    return bandwidthGBps;
  }

  @Override
  public double usedGBps() {
    return usedGBps;
  }

  @Override
  public long trafficBytes() {
    return trafficBytes;
  }
}
