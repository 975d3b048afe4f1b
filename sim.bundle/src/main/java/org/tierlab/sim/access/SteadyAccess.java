package org.tierlab.sim.access;

/**
 * An access to one node in a steady state: what the simulated machine comes to when nothing changes
 * any more. A load takes <i>cpu</i> + (<i>walks</i> × (<i>walk</i> + <i>entry miss</i> × <i>walk
 * miss</i>) + <i>hit</i> × <i>cache</i> + (1 − <i>hit</i>) × <i>latency</i> × <i>load</i>) /
 * <i>overlap</i>.
 *
 * @param cpuNs work that no miss overlaps
 * @param walkNs a page walk
 * @param walkMissNs a page-table entry that the cache does not have
 * @param hitNs a hit in the last-level cache
 * @param latencyNs the node's memory, idle
 * @param shares how often each is needed
 */
public record SteadyAccess(
    double cpuNs,
    double walkNs,
    double walkMissNs,
    double hitNs,
    double latencyNs,
    AccessShares shares) {
  private static final int LINE_BYTES = 64;
  private static final int STEPS = 60;

  /**
   * The time of an access.
   *
   * @param overlap misses under way at once, 1 for loads that wait for each other
   * @param load how much longer than idle memory takes, from 1
   * @return nanoseconds
   */
  public double ns(double overlap, double load) {
    double walk = shares.walks() * (walkNs + shares.entryMiss() * walkMissNs);
    double data = shares.hit() * hitNs + (1 - shares.hit()) * latencyNs * load;
    return cpuNs + (walk + data) / overlap;
  }

  /**
   * What some threads read, a cache line an access: the load at which they ask for no more than
   * memory gives at that load.
   *
   * @param threads how many, each on a CPU of its own
   * @param overlap misses of each under way at once
   * @param peakGBps what the node's memory gives at most
   * @return bytes per nanosecond
   */
  public double gbps(int threads, double overlap, double peakGBps) {
    double low = 1;
    double high = Math.max(1, offered(threads, overlap, peakGBps, 1e9)) + 1;
    for (int i = 0; i < STEPS; i++) {
      double load = (low + high) / 2;
      if (LoadedLatency.factor(offered(threads, overlap, peakGBps, load)) > load) {
        low = load;
      } else {
        high = load;
      }
    }
    return threads * LINE_BYTES / ns(overlap, low);
  }

  /** What would be asked for at idle latency, as {@link LoadedLatency#factor} wants it. */
  private double offered(int threads, double overlap, double peakGBps, double load) {
    double fromMemory = threads * LINE_BYTES * (1 - shares.hit()) / ns(overlap, load);
    return load * fromMemory / peakGBps;
  }
}
