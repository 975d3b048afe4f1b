package org.tierlab.engine.multithread;

import org.tierlab.api.copy.CopyBatch;
import org.tierlab.api.copy.CopyReport;
import org.tierlab.api.copy.WorkerTime;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.machine.MachineView;
import org.tierlab.engine.multithread.MultithreadCopyKnobs.Stores;
import org.tierlab.engine.multithread.MultithreadCopyKnobs.ThreadCount;
import org.tierlab.engine.multithread.MultithreadCopyKnobs.Workqueue;

/**
 * The copy of "Accelerate page migration with batching and multi threads" (Zi Yan, January 2025): a
 * batch is unmapped as a whole, its bytes are copied by several workers of a workqueue, and the
 * initiator maps all folios again when the last worker is done.
 *
 * <p>The initiator queues one work item after the other and sleeps. Worker <i>j</i> (from 0) can
 * run {@code (j + 1) × queue + wakeup} after the start; the batch takes as long as the worker that
 * ends last. A worker copies at a lower rate than a thread that copies in its own context, and the
 * more threads copy the less each does. On a busy host the initiator, once woken, waits for a CPU.
 *
 * <p>Deviations:
 *
 * <ul>
 *   <li>The load balancer does not pull unbound workers apart that run on one CPU. Published: it
 *       does after some hundred milliseconds.
 *   <li>Allocation of the work items never fails, a machine-check safe copy never finds poison.
 *   <li>A non-temporal copy is as fast as a temporal one; bytes that the application finds in the
 *       cache after a temporal copy gain it nothing.
 * </ul>
 *
 * <p>Not thread-safe; one instance a run.
 */
public final class MultithreadCopyEngine {
  private static final int INITIATOR_ONLY = 0;

  private final Knobs<MultithreadCopyKnobs> knobs;
  private final MachineView machine;

  /**
   * Makes an engine.
   *
   * @param knobs live knobs
   * @param machine the machine, for its idle CPUs and core complexes
   */
  public MultithreadCopyEngine(Knobs<MultithreadCopyKnobs> knobs, MachineView machine) {
    this.knobs = knobs;
    this.machine = machine;
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
   * @param batch the folios and the rate
   * @param report receives one end for all folios, and what workers used
   */
  public void copy(CopyBatch batch, CopyReport report) {
    MultithreadCopyKnobs now = knobs.get();
    CopyCpus cpus = CopyCpus.of(machine, batch.cpuNode(), now);
    int threads = threads(batch, cpus, now);
    if (threads == INITIATOR_ONLY) {
      copyInInitiator(batch, report, now);
      return;
    }
    double endNs = Workers.of(batch, threads, cpus, now).charge(report, now) + batch.resumeNs();
    for (int i = 0; i < batch.folios(); i++) {
      report.done(i, endNs);
    }
    report.chargeInitiator(threads * now.queueNs());
    report.cacheFill(cpus.complexesOf(threads, now.placement()), cachedBytes(batch, now));
  }

  private static int threads(CopyBatch batch, CopyCpus cpus, MultithreadCopyKnobs knobs) {
    int most =
        knobs.idleCpusOnly() || knobs.threadCount() == ThreadCount.FREE_CPUS
            ? Math.min(knobs.limitMtNum(), cpus.idle())
            : knobs.limitMtNum();
    return knobs.threadCount() == ThreadCount.FREE_CPUS ? soonest(batch, most, cpus, knobs) : most;
  }

  /** The number of threads that ends first; the least of several. */
  private static int soonest(CopyBatch batch, int most, CopyCpus cpus, MultithreadCopyKnobs knobs) {
    int best = INITIATOR_ONLY;
    double bestNs = batch.totalBytes() / batch.cpuCopyGBps(1);
    for (int threads = 1; threads <= most; threads++) {
      double endNs = Workers.of(batch, threads, cpus, knobs).endNs;
      if (endNs < bestNs) {
        best = threads;
        bestNs = endNs;
      }
    }
    return best;
  }

  private static void copyInInitiator(
      CopyBatch batch, CopyReport report, MultithreadCopyKnobs knobs) {
    double bytesPerNs = batch.cpuCopyGBps(1);
    long copiedBytes = 0;
    for (int i = 0; i < batch.folios(); i++) {
      copiedBytes += batch.bytes(i);
      report.done(i, copiedBytes / bytesPerNs);
    }
    report.chargeInitiator(copiedBytes / bytesPerNs);
    report.cacheFill(1, cachedBytes(batch, knobs));
  }

  private static long cachedBytes(CopyBatch batch, MultithreadCopyKnobs knobs) {
    return knobs.stores() == Stores.TEMPORAL ? 2 * batch.totalBytes() : batch.totalBytes();
  }

  /** When each worker of a batch begins and how much CPU time it takes. */
  private static final class Workers {
    private final double[] fromNs;
    private final double[] cpuNs;
    private double endNs;

    private Workers(int threads) {
      fromNs = new double[threads];
      cpuNs = new double[threads];
    }

    static Workers of(CopyBatch batch, int threads, CopyCpus cpus, MultithreadCopyKnobs knobs) {
      WorkSplit split = WorkSplit.of(batch, threads);
      double bytesPerNs = cpus.workerGBps(batch, threads, knobs);
      double[] freeNs = new double[cpus.slots()];
      Workers workers = new Workers(threads);
      for (int worker = 0; worker < threads; worker++) {
        int slot = cpus.slot(worker, knobs.workqueue());
        double readyNs = (worker + 1) * knobs.queueNs() + knobs.wakeupNs();
        double fromNs = Math.max(readyNs, freeNs[slot]);
        double cpuNs = split.pieces(worker) * knobs.pieceNs() + split.bytes(worker) / bytesPerNs;
        freeNs[slot] = fromNs + cpuNs / cpus.share(slot);
        workers.fromNs[worker] = fromNs;
        workers.cpuNs[worker] = cpuNs;
        workers.endNs = Math.max(workers.endNs, freeNs[slot]);
      }
      return workers;
    }

    /** Books every worker; returns when the last one ends. */
    double charge(CopyReport report, MultithreadCopyKnobs knobs) {
      String name =
          knobs.workqueue() == Workqueue.HIGHPRI ? "kworker/H:migrate" : "kworker/u:migrate";
      for (int worker = 0; worker < fromNs.length; worker++) {
        report.chargeWorker(
            new WorkerTime(name, knobs.nice(), fromNs[worker], cpuNs[worker], knobs.cpuAccount()));
      }
      return endNs;
    }
  }
}
