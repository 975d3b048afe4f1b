package org.tierlab.source.sampling;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * The knobs of hardware sampling.
 *
 * @param hardware whose counters
 * @param samplePeriod accesses of a task from one sample to the next
 * @param bufferRecords records that are read by one interrupt
 * @param tiers whose accesses are reported
 * @param uselessTags tagged operations that are no access to memory, for each that is
 * @param interruptNs cost of an interrupt
 * @param recordNs cost of a record
 */
public record SamplingKnobs(
    @Knob(
            value = "ibs",
            runtime = false,
            about =
                "IBS interrupts at every sample and randomises the count; PEBS fills a buffer and"
                    + " does not.")
        Hardware hardware,
    @Knob(
            value = "10000",
            min = 1,
            max = 1_000_000_000,
            about =
                "Accesses of a task from one sample to the next; with IBS the mean is 64 less, if"
                    + " it is above 127.")
        long samplePeriod,
    @Knob(
            value = "64",
            min = 1,
            max = 4096,
            runtime = false,
            about = "PEBS: records of a CPU that are read by one interrupt; IBS always reads one.")
        int bufferRecords,
    @Knob(
            value = "slow",
            about = "Whether accesses to every tier are reported or those to slow tiers only.")
        Tiers tiers,
    @Knob(
            value = "0",
            min = 0,
            max = 10_000,
            about =
                "Tagged operations that turn out to be no access to memory, for each that is one:"
                    + " they interrupt as well. 0: the hardware filters, as with IBS's L3MissOnly.")
        double uselessTags,
    @Knob(
            value = "1500",
            unit = Unit.NS,
            min = 0,
            max = 1_000_000,
            about = "An interrupt, entry to exit (assumed).")
        double interruptNs,
    @Knob(
            value = "250",
            unit = Unit.NS,
            min = 0,
            max = 1_000_000,
            about = "Writing, reading and translating one record (assumed).")
        double recordNs) {
  /** Whose counters. */
  public enum Hardware {
    /** AMD: instruction-based sampling. */
    IBS,
    /** Intel: processor event-based sampling. */
    PEBS
  }

  /** Whose accesses are reported. */
  public enum Tiers {
    /** Every node's. */
    ALL,
    /** Those that slow tiers have served: what could be promoted. */
    SLOW
  }

  int recordsAnInterrupt() {
    return hardware == Hardware.IBS ? 1 : bufferRecords;
  }
}
