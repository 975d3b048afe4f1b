package org.tierlab.engine.multithread;

import org.tierlab.api.copy.WorkerTime;
import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * Knobs of the multi-threaded copy. The first belongs to the series, the others to what its authors
 * and reviewers proposed or asked for.
 *
 * <p>The last five are the model's constants. They were fitted once, together, to the idle-host
 * rows of the published folio-copy table (two NVIDIA Grace CPUs, 64 KiB base pages); none is
 * particular to a row.
 *
 * @param limitMtNum copy threads of a batch
 * @param workqueue which workqueue the work items go to
 * @param idleCpusOnly whether busy CPUs are left alone
 * @param threadCount how the number of threads is chosen
 * @param placement how workers are placed on core complexes
 * @param cpuAccount who is charged for the workers' CPU time
 * @param priority whose priority the workers have
 * @param initiatorNice nice level of the threads that migrate
 * @param stores whether the copy goes through the cache
 * @param nrMaxBatchedMigration base pages that close a batch
 * @param queueNs initiator's time for each work item
 * @param wakeupNs from queueing to running
 * @param pieceNs for each folio or part of a folio that a worker copies
 * @param workerRate rate of a worker beside that of a thread that copies in its own context
 * @param contentionThreads threads beside one that halve its rate
 */
public record MultithreadCopyKnobs(
    @Knob(
            value = "4",
            min = 1,
            max = 64,
            kernel = "vm.limit_mt_num",
            about = "Threads that copy a batch; with fewer folios every folio is cut into so many.")
        int limitMtNum,
    @Knob(value = "unbound", about = "Workqueue: system_unbound_wq or system_highpri_wq.")
        Workqueue workqueue,
    @Knob(
            value = "false",
            about = "Start no more workers than CPUs are idle; with none the initiator copies.")
        boolean idleCpusOnly,
    @Knob(
            value = "fixed",
            about =
                "Threads: the limit, or as many idle CPUs up to it as finish the batch soonest.")
        ThreadCount threadCount,
    @Knob(
            value = "spread",
            about = "Workers take core complexes in turn, or fill one after the other.")
        Placement placement,
    @Knob(
            value = "workqueue",
            about =
                "Whose account the workers' CPU time is on: the workqueue's or the initiator's.")
        WorkerTime.Account cpuAccount,
    @Knob(
            value = "workqueue",
            about = "Priority of the workers: their workqueue's, or the initiator's nice level.")
        Priority priority,
    @Knob(
            value = "0",
            min = WorkerTime.MIN_NICE,
            max = WorkerTime.MAX_NICE,
            about = "Nice level of the threads that initiate migrations.")
        int initiatorNice,
    @Knob(
            value = "temporal",
            about = "Stores of the copy: through the cache, or past it with non-temporal ones.")
        Stores stores,
    @Knob(
            value = "512",
            unit = Unit.PAGES,
            min = 1,
            max = 262_144,
            about = "Base pages after which a migration batch is closed and copied.")
        int nrMaxBatchedMigration,
    @Knob(
            value = "4000",
            unit = Unit.NS,
            min = 0,
            max = 1e9,
            about = "Time of the initiator to queue one work item; fitted.")
        double queueNs,
    @Knob(
            value = "72000",
            unit = Unit.NS,
            min = 0,
            max = 1e9,
            about = "Time from queueing until a worker runs on an idle CPU; fitted.")
        double wakeupNs,
    @Knob(
            value = "900",
            unit = Unit.NS,
            min = 0,
            max = 1e9,
            about = "Worker's time for each folio or part of one, besides the bytes; fitted.")
        double pieceNs,
    @Knob(
            value = "0.81",
            min = 0.01,
            max = 1,
            about = "Rate of one worker over that of the initiator copying by itself; fitted.")
        double workerRate,
    @Knob(
            value = "25",
            min = 1,
            max = 1e9,
            about = "Further threads that halve the rate of each by contention; fitted.")
        double contentionThreads) {

  /** Where work items are queued. */
  public enum Workqueue {
    /** {@code system_unbound_wq}: workers of nice level 0 that run wherever a CPU is idle. */
    UNBOUND,
    /** {@code system_highpri_wq}: bound workers of nice level −20, one CPU each. */
    HIGHPRI
  }

  /** How many threads copy a batch. */
  public enum ThreadCount {
    /** {@code limit_mt_num} of them. */
    FIXED,
    /** Chosen for each batch among the CPUs that are free. */
    FREE_CPUS
  }

  /** Where workers go. */
  public enum Placement {
    /** One to each core complex, then a second to each, and so on. */
    SPREAD,
    /** All CPUs of one core complex before the next. */
    PACKED
  }

  /** Whose nice level a worker has. */
  public enum Priority {
    /** That of its workqueue: 0, or −20 for the high-priority one. */
    WORKQUEUE,
    /** That of the thread that migrates. */
    INITIATOR
  }

  /** How bytes are stored. */
  public enum Stores {
    /** Source and target go through the cache; arm64 has no other copy. */
    TEMPORAL,
    /** Only the source does. */
    NON_TEMPORAL
  }

  /**
   * The workers' nice level.
   *
   * @return −20 … 19
   */
  public int nice() {
    if (priority == Priority.INITIATOR) {
      return initiatorNice;
    }
    return workqueue == Workqueue.HIGHPRI ? WorkerTime.MIN_NICE : 0;
  }
}
