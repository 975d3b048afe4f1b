package org.tierlab.engine.dma;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * Knobs of the copy by DMA. The first two are the driver's. The constants marked fitted were fitted
 * once to the throughput of {@code move_pages()} that was published with the fourth version of the
 * series (Zen 3, PTDMA; 1 GiB in folios of 4 KiB and of 2 MiB).
 *
 * @param offloading whether channels are used at all
 * @param nrDmaChan channels that a batch asks for
 * @param freeChannels channels that nobody else holds
 * @param transfer whether a transfer holds many folios or one
 * @param completion how the initiator learns of the end
 * @param failureProbability how often a transfer fails
 * @param nrMaxBatchedMigration base pages that close a batch
 * @param channelSetupNs initiator's time to request a channel, map its list and submit it
 * @param segmentNs initiator's time for each segment
 * @param descriptorNs channel's time for each descriptor, besides the bytes
 * @param channelGBps what one channel copies
 * @param pairGBps what two channels copy together that share an engine
 * @param interruptNs from the end of the last descriptor until the initiator can run
 * @param handlerNs CPU time of a completion interrupt
 */
public record DmaCopyKnobs(
    @Knob(
            value = "1",
            min = 0,
            max = 1,
            kernel = "/sys/kernel/dcbm/offloading",
            about = "1 copies by DMA, 0 by CPU; a kernel boots with 0.")
        int offloading,
    @Knob(
            value = "16",
            min = 1,
            max = 16,
            kernel = "/sys/kernel/dcbm/nr_dma_chan",
            about = "Channels that a batch asks for; it gets no more than it has folios.")
        int nrDmaChan,
    @Knob(
            value = "16",
            min = 0,
            max = 16,
            about = "Channels that other users have left; with none the CPU copies.")
        int freeChannels,
    @Knob(
            value = "batch",
            about = "Transfers: one a channel for all its folios, or one a folio (first version).")
        Transfer transfer,
    @Knob(
            value = "interrupt",
            about = "Completion: an interrupt wakes the initiator, or it polls and burns its CPU.")
        Completion completion,
    @Knob(
            value = "0",
            min = 0,
            max = 1,
            about = "Probability that a transfer fails; the CPU copies then.")
        double failureProbability,
    @Knob(
            value = "512",
            unit = Unit.PAGES,
            min = 1,
            max = 262_144,
            about = "Base pages after which a migration batch is closed and copied.")
        int nrMaxBatchedMigration,
    @Knob(
            value = "2000",
            unit = Unit.NS,
            min = 0,
            max = 1e9,
            about = "Initiator's time to request a channel, map its list and submit it; assumed.")
        double channelSetupNs,
    @Knob(
            value = "170",
            unit = Unit.NS,
            min = 0,
            max = 1e9,
            about = "Initiator's time to map and prepare one segment; fitted.")
        double segmentNs,
    @Knob(
            value = "320",
            unit = Unit.NS,
            min = 0,
            max = 1e9,
            about = "Channel's time for a descriptor besides the bytes; fitted.")
        double descriptorNs,
    @Knob(
            value = "13",
            name = "channel_gbps",
            min = 0.001,
            max = 1e4,
            about = "What one channel copies, GB/s; fitted.")
        double channelGBps,
    @Knob(
            value = "14.5",
            name = "pair_gbps",
            min = 0.001,
            max = 1e4,
            about = "What two channels of one engine copy together, GB/s; fitted.")
        double pairGBps,
    @Knob(
            value = "3000",
            unit = Unit.NS,
            min = 0,
            max = 1e9,
            about =
                "From the last descriptor's end until the initiator runs on an idle CPU; assumed.")
        double interruptNs,
    @Knob(
            value = "1000",
            unit = Unit.NS,
            min = 0,
            max = 1e9,
            about = "CPU time of a completion interrupt; assumed.")
        double handlerNs) {

  /** What a transfer holds. */
  public enum Transfer {
    /** A descriptor for each folio of a channel, one completion for all. */
    BATCH,
    /** One folio on one channel, awaited before the next: the version of 2024. */
    PER_FOLIO
  }

  /** How the end of a transfer becomes known. */
  public enum Completion {
    /** The initiator sleeps. */
    INTERRUPT,
    /** The initiator looks again and again. */
    POLLING
  }
}
