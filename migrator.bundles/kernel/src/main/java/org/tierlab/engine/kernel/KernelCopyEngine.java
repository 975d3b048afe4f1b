package org.tierlab.engine.kernel;

import org.tierlab.api.copy.CopyBatch;
import org.tierlab.api.copy.CopyReport;
import org.tierlab.api.knob.Knobs;

/**
 * The copy of an unmodified kernel: the CPU that migrates copies the folios of a batch one after
 * the other, and each folio is done as soon as its own bytes are there.
 *
 * <p>Source: {@code migrate_pages_batch()}, {@code migrate_folio_move()} and {@code folio_copy()}
 * of {@code mm/migrate.c} and {@code mm/util.c}. Folios are collected until the batch holds {@code
 * NR_MAX_BATCHED_MIGRATION} base pages, so that one folio of 2 MiB fills a batch alone. A policy
 * that migrates folio by folio makes batches of one, which is the path of a hint fault.
 *
 * <p>The model is a rate: bytes over what one thread copies between the two nodes at their present
 * load, which the machine knows. Deviations:
 *
 * <ul>
 *   <li>The published copy cost depends on the processor caches. On a Zen 3 at 2 GHz a page takes
 *       794 cycles alone, 494 in a batch of 512 pages that is moved again and again, and 815 in one
 *       of 256 MB, which no cache holds. The first and the last are within 3 % of each other; the
 *       middle one is that benchmark's warm cache, and migration moves memory that was last touched
 *       elsewhere. Nothing is taken off for a batch.
 *   <li>A CPU copy never fails here; poisoned memory is not simulated.
 *   <li>The lists of hugetlb folios, and the passes over folios that could not be locked, belong to
 *       the migration pipeline.
 * </ul>
 *
 * <p>Not thread-safe; one instance a run.
 */
public final class KernelCopyEngine {
  /** Threads that copy: the initiator alone. */
  private static final int THREADS = 1;

  /** Cache filled for each byte copied: the copy reads and writes through the cache. */
  private static final int BYTES_CACHED = 2;

  private final Knobs<KernelCopyKnobs> knobs;

  /**
   * Makes an engine.
   *
   * @param knobs live knobs
   */
  public KernelCopyEngine(Knobs<KernelCopyKnobs> knobs) {
    this.knobs = knobs;
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
   * Copies a batch, folio after folio.
   *
   * @param batch the folios and the rate
   * @param report receives the end of each folio's copy and the initiator's time and cache use
   */
  public void copy(CopyBatch batch, CopyReport report) {
    double bytesPerNs = batch.cpuCopyGBps(THREADS);
    long copiedBytes = 0;
    double doneNs = 0;
    for (int i = 0; i < batch.folios(); i++) {
      copiedBytes += batch.bytes(i);
      doneNs = copiedBytes / bytesPerNs;
      report.done(i, doneNs);
    }
    report.chargeInitiator(doneNs);
    report.cacheFill(1, BYTES_CACHED * copiedBytes);
  }
}
