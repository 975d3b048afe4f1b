package org.tierlab.policy.numabalancing;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * The knobs of the deciding side of NUMA balancing, with the kernel's names and defaults.
 *
 * @param numaBalancing bitmask: 0 off, 1 normal, 2 memory tiering, 3 both
 * @param hotThresholdMs default hot threshold
 * @param promoteRateLimit promotion candidates per second and target node
 * @param scanPeriodMaxMs time between two adjustments of the hot threshold
 */
public record NumaBalancingKnobs(
    @Knob(
            value = "1",
            min = 0,
            max = 3,
            kernel = "kernel.numa_balancing",
            about = "What NUMA balancing does: 0 nothing, 1 normal, 2 memory tiering, 3 both.")
        int numaBalancing,
    @Knob(
            value = "1000",
            unit = Unit.MS,
            min = 0,
            max = 3_600_000,
            kernel = "/sys/kernel/debug/sched/numa_balancing/hot_threshold_ms",
            about =
                "A slow-tier page is hot if it is accessed sooner than this after it was marked; "
                    + "the default that the adaptive threshold starts from.")
        long hotThresholdMs,
    @Knob(
            value = "65536",
            name = "numa_balancing_promote_rate_limit_MBps",
            unit = Unit.MIB_PER_S,
            min = 0,
            max = 16_777_216,
            kernel = "kernel.numa_balancing_promote_rate_limit_MBps",
            about = "How many candidates for promotion to one node are let through in a second.")
        long promoteRateLimit,
    @Knob(
            value = "60000",
            unit = Unit.MS,
            min = 1,
            max = 3_600_000,
            kernel = "/sys/kernel/debug/sched/numa_balancing/scan_period_max_ms",
            about = "Time between two adjustments of the hot threshold.")
        long scanPeriodMaxMs) {

  private static final int MEMORY_TIERING = 2;
  private static final long PAGES_PER_MIB = 256;

  /**
   * Whether slow-tier pages are judged by the time from mark to fault.
   *
   * @return true in modes 2 and 3
   */
  public boolean tiering() {
    return (numaBalancing & MEMORY_TIERING) != 0;
  }

  long rateLimitPagesPerSecond() {
    return promoteRateLimit * PAGES_PER_MIB;
  }
}
