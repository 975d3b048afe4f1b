package org.tierlab.engine.dma;

import org.tierlab.api.Counts;
import org.tierlab.api.RunContext;
import org.tierlab.api.copy.CopyBatch;
import org.tierlab.api.copy.CopyReport;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.RandomStream;
import org.tierlab.engine.dma.DmaCopyKnobs.Completion;
import org.tierlab.engine.dma.DmaCopyKnobs.Transfer;

/**
 * The copy of "Accelerate page migration with batch copying and hardware offload" (Shivank Garg,
 * since June 2024), by its driver dcbm: the bytes of a batch are copied by channels of a DMA engine
 * while the CPU is free.
 *
 * <p>A batch requests min(asked, folios, 16) channels, by capability, and takes the free ones of
 * them. Its folios go to the channels in contiguous runs, what is left over one each to the first.
 * For each channel in turn the initiator maps the list of its folios, prepares a descriptor for
 * each and submits them; only the last one interrupts. The channels work side by side from their
 * submission on. The initiator sleeps until the last has interrupted, or polls, and maps all folios
 * again then. If a transfer fails, the CPU copies the whole batch after all.
 *
 * <p>Deviations:
 *
 * <ul>
 *   <li>A folio is one segment. Published throughput of folios between 16 KiB and 1 MiB is lower
 *       than the constants, fitted to 4 KiB and 2 MiB, give.
 *   <li>The channels write to memory and leave the caches alone.
 *   <li>The timeout that turns waiting into polling never expires. One engine is attached at a
 *       time, as one driver registers.
 * </ul>
 *
 * <p>Not thread-safe; one instance a run.
 */
@Counts(
    counter = "dcbm_folios_migrated",
    unit = "folios",
    about = "Copied by DMA.",
    source = "patch: dcbm")
@Counts(
    counter = "dcbm_folios_failures",
    unit = "folios",
    about = "Copied by the CPU, as no channel was free or a transfer failed.",
    source = "patch: dcbm")
public final class DmaCopyEngine {
  /** Channels that the driver uses at most. Published: MAX_DMA_CHANNELS. */
  private static final int MAX_CHANNELS = 16;

  /** More CPU threads than any node serves: asks what the nodes have left. */
  private static final int MANY_THREADS = 1 << 20;

  private final Knobs<DmaCopyKnobs> knobs;
  private final RandomStream random;
  private final Counter offloaded;
  private final Counter failures;

  /**
   * Makes an engine.
   *
   * @param context the run: knobs, random stream, counters
   */
  public DmaCopyEngine(RunContext context) {
    knobs = context.knobs(DmaCopyKnobs.class);
    random = context.random();
    offloaded = context.counter("dcbm_folios_migrated");
    failures = context.counter("dcbm_folios_failures");
  }

  /**
   * The size of a batch.
   *
   * @return base pages, in force for the next batch
   */
  public int batchPages() {
    return knobs.get().nrMaxBatchedMigration();
  }

  /**
   * Copies a batch.
   *
   * @param batch the folios and the nodes' load
   * @param report receives the end of each folio's copy, the initiator's time and the channels'
   */
  public void copy(CopyBatch batch, CopyReport report) {
    DmaCopyKnobs now = knobs.get();
    int asked = Math.min(Math.min(now.nrDmaChan(), batch.folios()), MAX_CHANNELS);
    int channels = Math.min(asked, now.freeChannels());
    if (now.offloading() == 0) {
      copyByCpu(batch, report, 0);
    } else if (channels == 0) {
      failures.add(batch.folios());
      copyByCpu(batch, report, 0);
    } else if (now.transfer() == Transfer.PER_FOLIO) {
      copyOneByOne(batch, report, now);
    } else {
      copyBatch(batch, report, now, channels);
    }
  }

  private void copyBatch(CopyBatch batch, CopyReport report, DmaCopyKnobs now, int channels) {
    double bytesPerNs = channelGBps(batch, channels, now);
    int folios = batch.folios();
    double submittedNs = 0;
    double endNs = 0;
    boolean failed = false;
    int next = 0;
    for (int channel = 0; channel < channels; channel++) {
      int segments = folios / channels + (channel < folios % channels ? 1 : 0);
      long bytes = 0;
      for (int end = next + segments; next < end; next++) {
        bytes += batch.bytes(next);
      }
      submittedNs += now.channelSetupNs() + segments * now.segmentNs();
      double busyNs = segments * now.descriptorNs() + bytes / bytesPerNs;
      report.chargeDevice("dma" + channel, busyNs);
      endNs = Math.max(endNs, submittedNs + busyNs);
      failed |= fails(now);
    }
    double knownNs = await(batch, report, now, submittedNs, endNs, channels);
    if (failed) {
      failures.add(folios);
      copyByCpu(batch, report, knownNs);
      return;
    }
    offloaded.add(folios);
    for (int i = 0; i < folios; i++) {
      report.done(i, knownNs);
    }
  }

  /**
   * Each of the channels is limited by itself, by the one that it shares an engine with, and by its
   * part of what the nodes have left.
   */
  private static double channelGBps(CopyBatch batch, int channels, DmaCopyKnobs now) {
    double own =
        channels == 1 ? now.channelGBps() : Math.min(now.channelGBps(), now.pairGBps() / 2);
    return Math.min(own, batch.cpuCopyGBps(MANY_THREADS) / channels);
  }

  /** Charges the waiting; returns when the initiator knows that the transfers have ended. */
  private static double await(
      CopyBatch batch,
      CopyReport report,
      DmaCopyKnobs now,
      double submittedNs,
      double endNs,
      int interrupts) {
    if (now.completion() == Completion.POLLING) {
      report.chargeInitiator(endNs);
      return endNs;
    }
    report.chargeInitiator(submittedNs);
    report.chargeWorker("irq/dma", interrupts * now.handlerNs());
    return endNs + now.interruptNs() + batch.resumeNs();
  }

  /** One transfer after the other, each with a channel, a list and a completion of its own. */
  private void copyOneByOne(CopyBatch batch, CopyReport report, DmaCopyKnobs now) {
    double bytesPerNs = channelGBps(batch, 1, now);
    double cpuBytesPerNs = batch.cpuCopyGBps(1);
    double nowNs = 0;
    for (int i = 0; i < batch.folios(); i++) {
      double submittedNs = now.channelSetupNs() + now.segmentNs();
      double busyNs = now.descriptorNs() + batch.bytes(i) / bytesPerNs;
      report.chargeDevice("dma0", busyNs);
      nowNs += await(batch, report, now, submittedNs, submittedNs + busyNs, 1);
      if (fails(now)) {
        failures.add(1);
        double cpuNs = batch.bytes(i) / cpuBytesPerNs;
        report.chargeInitiator(cpuNs);
        report.cacheFill(1, 2 * batch.bytes(i));
        nowNs += cpuNs;
      } else {
        offloaded.add(1);
      }
      report.done(i, nowNs);
    }
  }

  private boolean fails(DmaCopyKnobs now) {
    return now.failureProbability() > 0 && random.nextDouble() < now.failureProbability();
  }

  /** Folio after folio, as the unmodified kernel does it. */
  private static void copyByCpu(CopyBatch batch, CopyReport report, double fromNs) {
    double bytesPerNs = batch.cpuCopyGBps(1);
    long copiedBytes = 0;
    for (int i = 0; i < batch.folios(); i++) {
      copiedBytes += batch.bytes(i);
      report.done(i, fromNs + copiedBytes / bytesPerNs);
    }
    report.chargeInitiator(copiedBytes / bytesPerNs);
    report.cacheFill(1, 2 * copiedBytes);
  }
}
