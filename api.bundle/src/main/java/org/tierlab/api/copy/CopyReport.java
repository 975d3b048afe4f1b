package org.tierlab.api.copy;

import org.osgi.annotation.versioning.ProviderType;

/** Where a copy engine writes what a batch took. Every folio needs exactly one verdict. */
@ProviderType
public interface CopyReport {
  /**
   * A folio's bytes are at the target.
   *
   * @param i index in the batch
   * @param offsetNs when, after the batch's start, not negative
   */
  void done(int i, double offsetNs);

  /**
   * A folio could not be copied; it stays at its source.
   *
   * @param i index in the batch
   * @param offsetNs when that was known, after the batch's start
   */
  void failed(int i, double offsetNs);

  /**
   * CPU time spent copying by the thread that initiated the migration.
   *
   * @param ns nanoseconds
   */
  void chargeInitiator(double ns);

  /**
   * CPU time spent by a worker thread, which takes an idle CPU or slows a task down.
   *
   * @param workqueue its payer, for example {@code kworker/u:migrate}
   * @param ns nanoseconds
   */
  void chargeWorker(String workqueue, double ns);

  /**
   * CPU time spent by a worker thread of some priority, charged to its workqueue or to the
   * initiator. The report does not extend the copy if the worker gets its time late: an engine that
   * uses busy CPUs says itself how long its workers take there.
   *
   * @param time the worker's time
   */
  void chargeWorker(WorkerTime time);

  /**
   * Bytes that went through processor caches and evicted what applications had there. The
   * applications near the copying CPUs pay for bringing it back.
   *
   * @param complexes how many core complexes copied, each with a last-level cache, at least 1
   * @param bytes bytes read and written with allocation in the cache, not negative
   */
  void cacheFill(int complexes, long bytes);

  /**
   * Time for which a device was occupied; no CPU is.
   *
   * @param device its name, for example {@code dma0}
   * @param ns nanoseconds
   */
  void chargeDevice(String device, double ns);
}
