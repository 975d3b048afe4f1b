package __PACKAGE__;

import org.tierlab.api.copy.CopyBatch;
import org.tierlab.api.copy.CopyReport;
import org.tierlab.api.knob.Knobs;

/**
 * Copies a batch with one thread: after a time to set it up, folio after folio, each done when its own
 * bytes are there. The thread that migrates does the work and pays for it.
 *
 * <p>All calls come from the run's one thread.
 */
public final class __CLASS__Engine {
  /** Threads that copy. */
  private static final int THREADS = 1;

  /** Cache filled for each byte copied: the copy reads and writes through the cache. */
  private static final int BYTES_CACHED = 2;

  private final Knobs<__CLASS__Knobs> knobs;

  /**
   * Makes an engine.
   *
   * @param knobs live knobs
   */
  public __CLASS__Engine(Knobs<__CLASS__Knobs> knobs) {
    this.knobs = knobs;
  }

  /**
   * The size of a batch.
   *
   * @return base pages
   */
  public int batchPages() {
    return knobs.get().batchPages();
  }

  /**
   * Copies a batch.
   *
   * @param batch the folios, and the rate at the machine's present load
   * @param report receives a verdict on every folio, and what the batch occupied
   */
  public void copy(CopyBatch batch, CopyReport report) {
    double bytesPerNs = batch.cpuCopyGBps(THREADS);
    double endNs = knobs.get().setupNs();
    for (int i = 0; i < batch.folios(); i++) {
      endNs += batch.bytes(i) / bytesPerNs;
      report.done(i, endNs);
    }
    report.chargeInitiator(endNs);
    report.cacheFill(1, BYTES_CACHED * batch.totalBytes());
  }
}
