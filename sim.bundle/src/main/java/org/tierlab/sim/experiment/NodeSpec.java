package org.tierlab.sim.experiment;

/**
 * A memory node of the machine.
 *
 * @param kind what it is made of, for tables
 * @param capacityBytes its size, a multiple of 4096
 * @param latencyNs idle latency of a cache miss from the nearest CPUs, nanoseconds
 * @param bandwidthGBps peak bandwidth, bytes per nanosecond
 * @param cpus CPUs that belong to it, 0 for a CPU-less node
 */
public record NodeSpec(
    Kind kind, long capacityBytes, double latencyNs, double bandwidthGBps, int cpus) {

  /** What a node is made of. */
  public enum Kind {
    /** Memory behind the socket's own controllers: the top tier. */
    DRAM,
    /** Memory behind a CXL link: the slower tier. */
    CXL
  }
}
