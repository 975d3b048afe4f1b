package org.tierlab.source.numab;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * The knobs of the marking side of NUMA balancing, with the kernel's names and defaults.
 *
 * @param numaBalancing bitmask: 0 off, 1 normal, 2 memory tiering, 3 both
 * @param scanDelayMs delay before a new address space or mapping is scanned
 * @param scanPeriodMinMs least CPU time in which a task walks its resident memory once
 * @param scanPeriodMaxMs greatest CPU time in which a task walks its resident memory once
 * @param scanSizeMb size of one scan step
 * @param accessTimeBits width of the access time kept in {@code last_cpupid}
 * @param mpolMfLazy processes and mappings that ask for migration on next reference
 */
public record NumabKnobs(
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
            kernel = "/sys/kernel/debug/sched/numa_balancing/scan_delay_ms",
            about = "How long a new address space or mapping is left alone before it is scanned.")
        long scanDelayMs,
    @Knob(
            value = "1000",
            unit = Unit.MS,
            min = 1,
            max = 3_600_000,
            kernel = "/sys/kernel/debug/sched/numa_balancing/scan_period_min_ms",
            about = "Least CPU time between the starts of two passes over a task's memory.")
        long scanPeriodMinMs,
    @Knob(
            value = "60000",
            unit = Unit.MS,
            min = 1,
            max = 3_600_000,
            kernel = "/sys/kernel/debug/sched/numa_balancing/scan_period_max_ms",
            about = "Greatest CPU time between the starts of two passes over a task's memory.")
        long scanPeriodMaxMs,
    @Knob(
            value = "256",
            unit = Unit.MIB,
            min = 1,
            max = 1_048_576,
            kernel = "/sys/kernel/debug/sched/numa_balancing/scan_size_mb",
            about = "How much memory one scan step marks.")
        long scanSizeMb,
    @Knob(
            value = "12",
            min = 12,
            max = 21,
            runtime = false,
            about =
                "Bits of last_cpupid that hold an access time in ms: 12 is the least that the "
                    + "kernel makes room for, 21 what a kernel built for 8192 CPUs has.")
        int accessTimeBits,
    @Knob(
            value = "",
            kernel = "mbind(MPOL_MF_LAZY)",
            about =
                "Whose pages are marked now and migrated at the next reference: processes or "
                    + "mappings, as 'redis,batch/heap'.")
        String mpolMfLazy) {

  private static final int NORMAL = 1;
  private static final int MEMORY_TIERING = 2;

  /** Checks the text. */
  public NumabKnobs {
    LazyRequest.parse(mpolMfLazy);
  }

  /**
   * Whether marking is switched off.
   *
   * @return true in mode 0
   */
  public boolean off() {
    return numaBalancing == 0;
  }

  /**
   * Whether top-tier memory is balanced between nodes.
   *
   * @return true in modes 1 and 3
   */
  public boolean normal() {
    return (numaBalancing & NORMAL) != 0;
  }

  /**
   * Whether slow-tier pages are judged by the time from mark to fault.
   *
   * @return true in modes 2 and 3
   */
  public boolean tiering() {
    return (numaBalancing & MEMORY_TIERING) != 0;
  }

  long scanSizePages() {
    return scanSizeMb * 256;
  }
}
