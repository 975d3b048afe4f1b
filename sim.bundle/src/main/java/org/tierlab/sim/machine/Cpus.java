package org.tierlab.sim.machine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.tierlab.sim.ledger.Ledger;

/**
 * Who runs on which CPU, and who pays.
 *
 * <p>Kernel threads and copy workers come as <em>bursts</em>: CPU time wanted from a moment on. In
 * every step a burst takes an idle CPU if there is one and otherwise time from the tasks of a busy
 * CPU: all of it, or the share that its nice level gives it beside them. Time that no CPU can give
 * in a step is wanted again in the next. All time is booked to a payer; the rest is {@code idle},
 * so that the payers add up to elapsed time × CPUs.
 */
public final class Cpus {
  /** The scheduler's weight of a task of nice level 0. Published: NICE_0_LOAD. */
  static final int TASK_WEIGHT = 1024;

  private static final class Burst {
    private final int payerSlot;
    private final long fromPs;
    private final double weight;
    private long wantedPs;

    Burst(int payerSlot, long fromPs, long wantedPs, double weight) {
      this.payerSlot = payerSlot;
      this.fromPs = fromPs;
      this.weight = weight;
      this.wantedPs = wantedPs;
    }
  }

  private final int[] cpuNode;
  private final Ledger ledger;
  private final int idleSlot;
  private final List<Burst> bursts = new ArrayList<>();
  private final int[] runnable;
  private final long[] stolenPs;
  private final long[] busyPs;
  private final int[] idleByNode;
  private final boolean[] wasIdle;
  private int nextVictim;

  Cpus(int nodes, int[] cpuNode, Ledger ledger) {
    this.cpuNode = cpuNode;
    this.ledger = ledger;
    idleSlot = payer("idle");
    runnable = new int[cpuNode.length];
    stolenPs = new long[cpuNode.length];
    busyPs = new long[cpuNode.length];
    idleByNode = new int[nodes];
    wasIdle = new boolean[cpuNode.length];
    java.util.Arrays.fill(wasIdle, true);
    for (int node : cpuNode) {
      idleByNode[node]++;
    }
  }

  /**
   * Finds or makes a payer.
   *
   * @param name its name in tables
   * @return its ledger slot, in picoseconds
   */
  public int payer(String name) {
    return ledger.slot("cpu_ps", name);
  }

  /**
   * Wants CPU time for a kernel thread or worker.
   *
   * @param payer slot of {@link #payer}
   * @param fromPs when it starts
   * @param lengthPs how much
   */
  public void burst(int payer, long fromPs, long lengthPs) {
    burst(payer, fromPs, lengthPs, Double.POSITIVE_INFINITY);
  }

  /**
   * Wants CPU time for a worker that competes with tasks where no CPU is idle.
   *
   * @param payer slot of {@link #payer}
   * @param fromPs when it starts
   * @param lengthPs how much
   * @param weight its weight beside tasks of {@value #TASK_WEIGHT} each; infinite if it preempts
   */
  public void burst(int payer, long fromPs, long lengthPs, double weight) {
    if (lengthPs > 0) {
      bursts.add(new Burst(payer, fromPs, lengthPs, weight));
    }
  }

  /** Begins a step: no task is known to run. */
  public void beginStep() {
    java.util.Arrays.fill(runnable, 0);
    java.util.Arrays.fill(stolenPs, 0);
    java.util.Arrays.fill(busyPs, 0);
  }

  /**
   * Announces a task that will run in this step.
   *
   * @param cpu its CPU
   */
  public void announce(int cpu) {
    runnable[cpu]++;
  }

  /**
   * Takes an announcement back: the task will run elsewhere.
   *
   * @param cpu its CPU
   */
  public void withdraw(int cpu) {
    runnable[cpu]--;
  }

  /**
   * Whether a task was announced for a CPU in this step.
   *
   * @param cpu a CPU
   * @return false if it is free for a task
   */
  public boolean busy(int cpu) {
    return runnable[cpu] > 0;
  }

  /**
   * Gives CPUs to the bursts of a step, after all tasks were announced.
   *
   * @param fromPs start of the step
   * @param toPs its end
   */
  public void serveBursts(long fromPs, long toPs) {
    long length = toPs - fromPs;
    for (Iterator<Burst> it = bursts.iterator(); it.hasNext(); ) {
      Burst burst = it.next();
      long wanted = Math.min(burst.wantedPs, toPs - Math.max(fromPs, burst.fromPs));
      while (wanted > 0) {
        int cpu = pick(length, burst.weight);
        if (cpu < 0) {
          break;
        }
        long given = Math.min(wanted, limitPs(cpu, length, burst.weight) - stolenPs[cpu]);
        stolenPs[cpu] += given;
        ledger.add(burst.payerSlot, given);
        burst.wantedPs -= given;
        wanted -= given;
      }
      if (burst.wantedPs == 0) {
        it.remove();
      }
    }
  }

  /** An idle CPU with time left, else the next busy one in turn, else −1. */
  private int pick(long length, double weight) {
    int n = cpuNode.length;
    for (int cpu = 0; cpu < n; cpu++) {
      if (runnable[cpu] == 0 && stolenPs[cpu] < length) {
        return cpu;
      }
    }
    for (int i = 0; i < n; i++) {
      int cpu = nextVictim;
      nextVictim = nextVictim + 1 == n ? 0 : nextVictim + 1;
      if (stolenPs[cpu] < limitPs(cpu, length, weight)) {
        return cpu;
      }
    }
    return -1;
  }

  /** What bursts may take of a CPU before one of some weight gets nothing more there. */
  private long limitPs(int cpu, long length, double weight) {
    if (runnable[cpu] == 0 || weight == Double.POSITIVE_INFINITY) {
      return length;
    }
    return Math.round(length * weight / (weight + (double) TASK_WEIGHT * runnable[cpu]));
  }

  /**
   * Tasks announced for the CPUs of a node in this or the last step.
   *
   * @param node a node
   * @return how many
   */
  public int runnable(int node) {
    int tasks = 0;
    for (int cpu = 0; cpu < cpuNode.length; cpu++) {
      tasks += cpuNode[cpu] == node ? runnable[cpu] : 0;
    }
    return tasks;
  }

  /**
   * The CPU time that one task of a CPU may use in this step.
   *
   * @param cpu the CPU
   * @param lengthPs length of the step
   * @return its fair share of what bursts left
   */
  public long sharePs(int cpu, long lengthPs) {
    return (lengthPs - stolenPs[cpu]) / Math.max(1, runnable[cpu]);
  }

  /**
   * Books CPU time that a task used in this step.
   *
   * @param cpu its CPU
   * @param ps how much
   */
  public void used(int cpu, long ps) {
    busyPs[cpu] += ps;
  }

  /**
   * Ends a step: books what is left as idle.
   *
   * @param lengthPs its length
   */
  public void endStep(long lengthPs) {
    java.util.Arrays.fill(idleByNode, 0);
    long idle = 0;
    for (int cpu = 0; cpu < cpuNode.length; cpu++) {
      idle += lengthPs - stolenPs[cpu] - busyPs[cpu];
      wasIdle[cpu] = runnable[cpu] == 0 && stolenPs[cpu] == 0;
      if (wasIdle[cpu]) {
        idleByNode[cpuNode[cpu]]++;
      }
    }
    ledger.add(idleSlot, idle);
  }

  /**
   * Whether a CPU may look for work: it ran nothing in the last step and no task is announced.
   *
   * @param cpu a CPU
   * @return true if it is idle
   */
  public boolean idleCpu(int cpu) {
    return wasIdle[cpu] && runnable[cpu] == 0;
  }

  /**
   * Tasks announced for a CPU in this step.
   *
   * @param cpu a CPU
   * @return how many
   */
  public int runnableOn(int cpu) {
    return runnable[cpu];
  }

  /**
   * CPUs of a node that ran nothing in the last step.
   *
   * @param node a node
   * @return how many
   */
  public int idle(int node) {
    return idleByNode[node];
  }

  /**
   * The CPU of a node with the fewest tasks in this or the last step.
   *
   * @param node a node
   * @return a CPU, −1 if the node has none
   */
  public int leastLoaded(int node) {
    int best = -1;
    for (int cpu = 0; cpu < cpuNode.length; cpu++) {
      if (cpuNode[cpu] == node && (best < 0 || runnable[cpu] < runnable[best])) {
        best = cpu;
      }
    }
    return best;
  }
}
