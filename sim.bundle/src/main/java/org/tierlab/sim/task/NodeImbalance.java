package org.tierlab.sim.task;

import java.util.List;
import org.tierlab.sim.machine.Machine;

/**
 * Whether NUMA balancing may move a task to another node without the load balancer taking it back:
 * {@code task_numa_find_cpu()}, {@code adjust_numa_imbalance()} and {@code load_too_imbalanced()}
 * of {@code kernel/sched/fair.c}.
 *
 * <p>While the node has CPUs to spare the tasks of two nodes may differ by two, as long as no more
 * run there than it has last-level caches (an eighth of its CPUs if it has one); beyond that they
 * may not differ. So a few tasks gather where their memory is, and many stay spread. A node without
 * CPUs to spare takes the task if load for each CPU comes to differ no more than it did.
 *
 * <p>Deviation: every task counts as running and as the same load, whether it waits or not.
 */
public final class NodeImbalance {
  /** How far two nodes may differ while few tasks run (published: {@code NUMA_IMBALANCE_MIN}). */
  private static final int IMBALANCE_MIN = 2;

  private final Machine machine;

  /**
   * Makes the rule of a machine.
   *
   * @param machine its nodes and caches
   */
  public NodeImbalance(Machine machine) {
    this.machine = machine;
  }

  /**
   * Whether a task may move.
   *
   * @param task a task that runs on a node
   * @param to another node, with CPUs
   * @param running all tasks that have started and not ended
   * @return false if the nodes would be too unequal
   */
  public boolean permits(SimTask task, int to, List<SimTask> running) {
    int from = machine.nodeOfCpu(task.nextCpu());
    long there = count(to, running);
    long here = count(from, running);
    long capacityThere = machine.cpusOf(to);
    if (there < capacityThere) {
      long more = Math.max(0, there + 1 - (here - 1));
      return adjusted(more, there + 1, imbalanceNr(to)) == 0;
    }
    long capacityHere = machine.cpusOf(from);
    long before = Math.abs(there * capacityHere - here * capacityThere);
    long after = Math.abs((there + 1) * capacityHere - (here - 1) * capacityThere);
    return after <= before;
  }

  /** {@code adjust_numa_imbalance()}. */
  private static long adjusted(long imbalance, long running, int imbalanceNr) {
    if (running > imbalanceNr) {
      return imbalance;
    }
    return imbalance <= IMBALANCE_MIN ? 0 : imbalance;
  }

  /** {@code imb_numa_nr}: last-level caches of the node, or an eighth of its CPUs if it has one. */
  private int imbalanceNr(int node) {
    int cpus = machine.cpusOf(node);
    int caches = (cpus + machine.complexCpus() - 1) / machine.complexCpus();
    return Math.max(1, caches > 1 ? caches : cpus / 8);
  }

  private int count(int node, List<SimTask> running) {
    int count = 0;
    for (int i = 0; i < running.size(); i++) {
      if (machine.nodeOfCpu(running.get(i).nextCpu()) == node) {
        count++;
      }
    }
    return count;
  }
}
