package org.tierlab.sim.task;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.sim.machine.Cpus;
import org.tierlab.sim.machine.Machine;

/**
 * Moves tasks for the sake of load: a CPU that was idle for a whole step pulls one from a CPU on
 * which several are runnable. After {@code newidle_balance()} and {@code can_migrate_task()} in
 * {@code kernel/sched/fair.c}.
 *
 * <ul>
 *   <li>It pulls from its own node if it can, else from the nearest node that has such a CPU and no
 *       idle one of its own; there from the CPU with most tasks.
 *   <li>Of the tasks of that CPU it prefers one whose home is here, then one that is not at home
 *       there. A task that is at home is pulled if there is no other: an idle CPU is worth more
 *       than local memory. (The kernel first fails a few times.)
 * </ul>
 *
 * <p>Nothing is evened out beyond that: three tasks on two busy CPUs stay as they are. The caches
 * that a moved task has left are not charged.
 */
final class LoadBalancer {
  private final Machine machine;
  private final Cpus cpus;

  LoadBalancer(Machine machine) {
    this.machine = machine;
    cpus = machine.cpuState();
  }

  /**
   * Lets idle CPUs pull, in order.
   *
   * @param tasks in order
   * @param toPs end of the step; who is blocked until then is not runnable
   */
  void balance(List<SimTask> tasks, long toPs) {
    if (!overloaded()) {
      return;
    }
    for (int cpu = 0; cpu < machine.cpus(); cpu++) {
      if (cpus.idleCpu(cpu)) {
        int busiest = busiest(cpu);
        SimTask task = busiest < 0 ? null : choose(tasks, busiest, machine.nodeOfCpu(cpu), toPs);
        if (task != null) {
          cpus.withdraw(busiest);
          cpus.announce(cpu);
          task.moveTo(cpu);
          task.takeCpu();
        }
      }
    }
  }

  private boolean overloaded() {
    for (int cpu = 0; cpu < machine.cpus(); cpu++) {
      if (cpus.runnableOn(cpu) > 1) {
        return true;
      }
    }
    return false;
  }

  /** The CPU to pull from: nearest, then busiest, then first; −1 if none has tasks to spare. */
  private int busiest(int idle) {
    int node = machine.nodeOfCpu(idle);
    int best = -1;
    int distance = Integer.MAX_VALUE;
    for (int cpu = 0; cpu < machine.cpus(); cpu++) {
      int from = machine.nodeOfCpu(cpu);
      if (cpus.runnableOn(cpu) < 2 || (from != node && hasIdleCpu(from))) {
        continue;
      }
      int far = from == node ? 0 : machine.distance(node, from);
      if (far < distance || (far == distance && cpus.runnableOn(cpu) > cpus.runnableOn(best))) {
        best = cpu;
        distance = far;
      }
    }
    return best;
  }

  private boolean hasIdleCpu(int node) {
    for (int cpu = 0; cpu < machine.cpus(); cpu++) {
      if (machine.nodeOfCpu(cpu) == node && cpus.idleCpu(cpu)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable SimTask choose(List<SimTask> tasks, int from, int toNode, long toPs) {
    SimTask best = null;
    int bestRank = -1;
    for (int i = 0; i < tasks.size(); i++) {
      SimTask task = tasks.get(i);
      if (task.cpu == from && task.blockedUntilPs < toPs) {
        int rank = rank(task, toNode);
        if (rank >= bestRank) {
          best = task;
          bestRank = rank;
        }
      }
    }
    return best;
  }

  private static int rank(SimTask task, int toNode) {
    if (task.homeNode == toNode) {
      return 2;
    }
    return task.homeNode == task.node() ? 0 : 1;
  }
}
