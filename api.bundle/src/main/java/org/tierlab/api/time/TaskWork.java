package org.tierlab.api.time;

/**
 * Work that a source does in task context, on the task's return to user mode, driven by the task's
 * CPU time as {@code task_tick_numa()} is.
 */
@FunctionalInterface
public interface TaskWork {
  /**
   * Runs because the task's CPU time has reached the value returned last (0 at first), because the
   * source has brought that forward, or because the task has come to another node.
   *
   * @param context the task, and the charge for the work
   * @return the CPU time of the task, in nanoseconds, at which to run again; {@link Long#MAX_VALUE}
   *     for never
   */
  long run(TaskContext context);
}
