package org.tierlab.api.policy;

import org.osgi.annotation.versioning.ProviderType;
import org.tierlab.api.time.TaskView;

/** Task placement. Requests are advice, carried out at the next step if the CPUs permit. */
@ProviderType
public interface Scheduler {
  /**
   * Asks for a task to run on a node from now on ({@code sched_setnuma()}).
   *
   * @param task a task
   * @param node its preferred node, −1 for none
   */
  void setHomeNode(TaskView task, int node);

  /**
   * Asks for two tasks to change places ({@code migrate_swap()}).
   *
   * @param one a task
   * @param other a task on another node
   */
  void swap(TaskView one, TaskView other);

  /**
   * Moves a task to an idle CPU of a node ({@code task_numa_migrate()}), unless the load balancer
   * would take it back: nodes may differ by two tasks while fewer run there than it has last-level
   * caches, and not at all beyond that.
   *
   * @param task a task
   * @param node where to
   * @return false if no CPU of the node is idle or the nodes would be too unequal
   */
  boolean moveToIdleCpu(TaskView task, int node);
}
