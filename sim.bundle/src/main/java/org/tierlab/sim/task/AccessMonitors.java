package org.tierlab.sim.task;

/** Hardware that watches the accesses of tasks: counters in CPUs, monitors in memory devices. */
public interface AccessMonitors {
  /**
   * How many accesses a task may make before somebody wants to look.
   *
   * @param task a task
   * @return at least 1
   */
  long untilNext(SimTask task);

  /**
   * Accesses were served.
   *
   * @param task who made them
   * @param accesses packed
   * @param from index of the first
   * @param to index after the last; at most {@link #untilNext} of them
   * @param nowPs the task's time after the last of them
   * @return its time after the interrupts that they caused
   */
  long served(SimTask task, long[] accesses, int from, int to, long nowPs);
}
