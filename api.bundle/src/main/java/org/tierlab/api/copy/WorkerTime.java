package org.tierlab.api.copy;

/**
 * CPU time of one copy worker. A worker takes an idle CPU; without one it shares a busy CPU with
 * the tasks there by the weights of their nice levels.
 *
 * @param workqueue the worker's name, for example {@code kworker/u:migrate}
 * @param nice its nice level, −20 … 19; tasks have 0
 * @param fromNs when it wants to run, after the batch's start
 * @param cpuNs CPU time
 * @param account who is charged
 */
public record WorkerTime(String workqueue, int nice, double fromNs, double cpuNs, Account account) {

  /** Who is charged for a worker's CPU time. */
  public enum Account {
    /** The workqueue: the time shows up under its name. */
    WORKQUEUE,
    /** The thread, and so the cgroup, that initiated the migration. */
    INITIATOR
  }

  /** Least nice level, the one of high-priority workqueues. */
  public static final int MIN_NICE = -20;

  /** Greatest nice level. */
  public static final int MAX_NICE = 19;

  /** Checks levels and times. */
  public WorkerTime {
    if (workqueue.isBlank()) {
      throw new IllegalArgumentException("a worker without a name");
    }
    if (nice < MIN_NICE || nice > MAX_NICE) {
      throw new IllegalArgumentException("nice level " + nice + ", expected -20 to 19");
    }
    if (!(fromNs >= 0 && fromNs < 1e15 && cpuNs >= 0 && cpuNs < 1e15)) {
      throw new IllegalArgumentException(cpuNs + " ns of CPU time from " + fromNs + " ns on");
    }
  }

  /**
   * The scheduler's weight of a nice level: each level is a factor of 1.25, and 0 weighs 1024. The
   * kernel's table is this power, rounded (published: {@code sched_prio_to_weight}).
   *
   * @param nice −20 … 19
   * @return the weight
   */
  public static double weight(int nice) {
    return 1024 * StrictMath.pow(1.25, -nice);
  }
}
