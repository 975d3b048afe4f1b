package org.tierlab.engine.multithread;

import org.tierlab.api.copy.CopyBatch;
import org.tierlab.api.copy.WorkerTime;
import org.tierlab.api.machine.MachineView;
import org.tierlab.engine.multithread.MultithreadCopyKnobs.Placement;
import org.tierlab.engine.multithread.MultithreadCopyKnobs.Workqueue;

/**
 * The CPUs that copy workers get on a node, and how fast they copy there.
 *
 * <p>Idle CPUs come first, one worker each. Workers for which none is left depend on the workqueue:
 *
 * <ul>
 *   <li>Bound high-priority workers were queued on CPUs of their own. Each preempts the tasks of
 *       its CPU and has the share that its weight gives it beside them.
 *   <li>Unbound workers are placed by the scheduler, which searches an idle CPU near the waker and,
 *       finding none, leaves them all on the waker's. There they take turns in place of the
 *       initiator, which sleeps. A thread that is one too many for the CPUs gets, moved around by
 *       the load balancer, a share of CPUs × weight over the weight of all.
 * </ul>
 *
 * @param idle idle CPUs
 * @param slots CPUs that workers run on, idle ones first
 * @param busyShare share that a worker has of a busy slot
 * @param complexCpus CPUs of a core complex
 * @param complexes core complexes of the node
 * @param complexGBps what one of them copies
 */
record CopyCpus(
    int idle, int slots, double busyShare, int complexCpus, int complexes, double complexGBps) {

  private static final double TASK_WEIGHT = WorkerTime.weight(0);

  static CopyCpus of(MachineView machine, int node, MultithreadCopyKnobs knobs) {
    int cpus = machine.cpusOf(node);
    int idle = Math.min(cpus, machine.idleCpus(node));
    double tasks = Math.max(machine.runnableTasks(node), cpus - idle);
    double others = TASK_WEIGHT * tasks;
    double weight = WorkerTime.weight(knobs.nice());
    boolean bound = knobs.workqueue() == Workqueue.HIGHPRI;
    double share =
        bound ? weight / (weight + others / cpus) : Math.min(1, weight * cpus / (weight + others));
    int slots = bound ? cpus : Math.min(cpus, idle + 1);
    int complexCpus = Math.min(machine.complexCpus(), cpus);
    int complexes = (cpus + complexCpus - 1) / complexCpus;
    return new CopyCpus(idle, slots, share, complexCpus, complexes, machine.complexCopyGBps());
  }

  /** The slot of a worker: high-priority ones wrap around, unbound ones queue on the last. */
  int slot(int worker, Workqueue workqueue) {
    return workqueue == Workqueue.HIGHPRI ? worker % slots : Math.min(worker, slots - 1);
  }

  /** The share that a worker has of a slot. */
  double share(int slot) {
    return slot < idle ? 1 : busyShare;
  }

  /** How many core complexes a number of workers occupies. */
  int complexesOf(int workers, Placement placement) {
    int running = Math.min(workers, slots);
    int wanted =
        placement == Placement.SPREAD ? running : (running + complexCpus - 1) / complexCpus;
    return Math.min(wanted, complexes);
  }

  /**
   * Rate of each of several workers: the least of its own, which contention lowers, its share of
   * what the nodes have left, and its share of the fullest core complex.
   */
  double workerGBps(CopyBatch batch, int workers, MultithreadCopyKnobs knobs) {
    int running = Math.min(workers, slots);
    double own =
        knobs.workerRate() * batch.cpuCopyGBps(1) / (1 + (running - 1) / knobs.contentionThreads());
    int used = complexesOf(workers, knobs.placement());
    int fullest =
        knobs.placement() == Placement.SPREAD
            ? (running + used - 1) / used
            : Math.min(running, complexCpus);
    return Math.min(own, Math.min(batch.cpuCopyGBps(running) / running, complexGBps / fullest));
  }
}
