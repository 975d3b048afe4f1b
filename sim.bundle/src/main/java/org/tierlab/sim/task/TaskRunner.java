package org.tierlab.sim.task;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.sim.machine.Cpus;
import org.tierlab.sim.machine.Machine;

/**
 * Lets all tasks of a step run: each gets its share of its CPU, less what it owes from the step
 * before.
 */
public final class TaskRunner {
  private final Machine machine;
  private final LoadBalancer balancer;
  private final AccessPath path;
  private long finishedPs;

  /**
   * Makes a runner.
   *
   * @param machine gives CPUs
   * @param slowPath faults
   */
  public TaskRunner(Machine machine, SlowPath slowPath) {
    this.machine = machine;
    balancer = new LoadBalancer(machine);
    path = new AccessPath(machine, slowPath);
  }

  /**
   * Runs one step.
   *
   * @param tasks in order
   * @param fromPs its start
   * @param toPs its end
   * @return whether a task has finished
   */
  public boolean step(List<SimTask> tasks, long fromPs, long toPs) {
    Cpus cpus = machine.cpuState();
    cpus.beginStep();
    for (int i = 0; i < tasks.size(); i++) {
      SimTask task = tasks.get(i);
      task.takeCpu();
      if (task.blockedUntilPs < toPs) {
        cpus.announce(task.cpu);
      }
    }
    for (int i = 0; i < tasks.size(); i++) {
      followHome(tasks.get(i), cpus, toPs);
    }
    balancer.balance(tasks, toPs);
    cpus.serveBursts(fromPs, toPs);
    machine.shareRefills();
    path.beginStep();
    boolean finished = false;
    for (int i = 0; i < tasks.size(); i++) {
      SimTask task = tasks.get(i);
      if (task.blockedUntilPs < toPs) {
        run(
            task,
            Math.max(fromPs, task.blockedUntilPs),
            toPs,
            cpus.sharePs(task.cpu, toPs - fromPs));
        finished |= task.exited;
      }
    }
    cpus.endStep(toPs - fromPs);
    return finished;
  }

  /** The scheduler follows a preference when it costs nobody a CPU. */
  private static void followHome(SimTask task, Cpus cpus, long toPs) {
    if (task.homeNode >= 0 && task.homeNode != task.node() && cpus.idle(task.homeNode) > 0) {
      int cpu = cpus.leastLoaded(task.homeNode);
      if (cpu >= 0 && !cpus.busy(cpu)) {
        if (task.blockedUntilPs < toPs) {
          cpus.withdraw(task.cpu);
          cpus.announce(cpu);
        }
        task.moveTo(cpu);
        task.takeCpu();
      }
    }
  }

  private void run(SimTask task, long startPs, long toPs, long sharePs) {
    long stop = Math.min(toPs, startPs + sharePs);
    task.nodesSeen |= 1 << task.node();
    interrupts(task);
    refill(task);
    long now = startPs + task.debtPs;
    if (now < stop) {
      now = task.runDueWork(now);
    }
    if (now < stop) {
      now = path.run(task, now, stop);
    }
    long waited = 0;
    while (task.blockedUntilPs > now && task.blockedUntilPs < stop) {
      waited += task.blockedUntilPs - now;
      now = path.run(task, task.blockedUntilPs, stop);
    }
    task.used(Math.min(now, stop) - startPs - waited);
    task.debtPs = Math.max(0, now - stop);
    if (task.exited && !task.background) {
      finishedPs = Math.max(finishedPs, now);
    }
  }

  /** Lines that copies evicted are missing when the task comes to them. */
  private void refill(SimTask task) {
    long ps = machine.refillSharePs(task.node());
    if (ps > 0) {
      task.owe(SimTask.KernelWork.REFILL, ps);
      task.debtPs += ps;
    }
  }

  /** Shootdowns by others since the last step interrupt this task. */
  private void interrupts(SimTask task) {
    long flushes = task.mm.flushes();
    if (flushes != task.flushesSeen) {
      long ps = Math.round((flushes - task.flushesSeen) * machine.costs().ipiTargetNs() * 1000);
      task.flushesSeen = flushes;
      task.owe(SimTask.KernelWork.IPI, ps);
      task.debtPs += ps;
    }
  }

  /**
   * Sets who watches the accesses.
   *
   * @param watching null for nobody
   */
  public void watch(@Nullable AccessMonitors watching) {
    path.watch(watching);
  }

  /**
   * When the last task that has finished did so.
   *
   * @return simulated picoseconds, 0 if none has
   */
  public long finishedPs() {
    return finishedPs;
  }
}
