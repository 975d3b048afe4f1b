package org.tierlab.source.numab;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * The knobs of the marking side of balancenuma, with the names and defaults of the series of
 * November 2012, and switches for parts that were patches of their own.
 *
 * @param scanDelayMs CPU time before a task marks for the first time
 * @param scanPeriodMinMs least CPU time between two steps of a task
 * @param scanPeriodMaxMs greatest CPU time between two steps of a task
 * @param scanPeriodResetMs time after which periods fall back to their minimum
 * @param scanSizeMb size of one step
 * @param wholeAddressSpace whether a step marks everything
 * @param mmapSem how the address space's lock is held while marking
 * @param doubleFaultMitigation whether a migrated page's new entry is unmarked
 * @param tlbFlushMitigation whether a fault unmarks without a flush
 */
public record BalanceNumaKnobs(
    @Knob(
            value = "1000",
            name = "balance_numa_scan_delay_ms",
            unit = Unit.MS,
            min = 0,
            max = 3_600_000,
            kernel = "kernel.balance_numa_scan_delay_ms",
            about = "CPU time before a task marks for the first time.")
        long scanDelayMs,
    @Knob(
            value = "100",
            name = "balance_numa_scan_period_min_ms",
            unit = Unit.MS,
            min = 1,
            max = 3_600_000,
            kernel = "kernel.balance_numa_scan_period_min_ms",
            about = "Least CPU time between two steps of a task; 5000 with whole-space marking.")
        long scanPeriodMinMs,
    @Knob(
            value = "1600",
            name = "balance_numa_scan_period_max_ms",
            unit = Unit.MS,
            min = 1,
            max = 3_600_000,
            kernel = "kernel.balance_numa_scan_period_max_ms",
            about = "Greatest CPU time between two steps; 80000 with whole-space marking.")
        long scanPeriodMaxMs,
    @Knob(
            value = "60000",
            name = "balance_numa_scan_period_reset_ms",
            unit = Unit.MS,
            min = 1,
            max = 3_600_000,
            kernel = "kernel.balance_numa_scan_period_reset",
            about = "How often a period falls back to its minimum, in case the phase has changed.")
        long scanPeriodResetMs,
    @Knob(
            value = "256",
            name = "balance_numa_scan_size_mb",
            unit = Unit.MIB,
            min = 1,
            max = 1_048_576,
            kernel = "kernel.balance_numa_scan_size_mb",
            about = "How much of the address space one step covers.")
        long scanSizeMb,
    @Knob(
            value = "false",
            about = "Whether a step marks the whole address space, as before incremental scanning.")
        boolean wholeAddressSpace,
    @Knob(
            value = "write",
            about =
                "How mmap_sem is held while marking: write makes faults and marking of other "
                    + "threads wait, read disturbs nobody.")
        MmapSem mmapSem,
    @Knob(
            value = "true",
            about =
                "Whether a migrated page's new entry is unmarked; if not, the access that had "
                    + "it migrated faults a second time.")
        boolean doubleFaultMitigation,
    @Knob(value = "true", about = "Whether a fault unmarks its entry without a TLB flush.")
        boolean tlbFlushMitigation) {

  /** How the lock of the address space is held. */
  public enum MmapSem {
    /** Shared with faults and other readers. */
    READ,
    /** Exclusively. */
    WRITE
  }

  long scanSizeBytes() {
    return scanSizeMb << 20;
  }
}
