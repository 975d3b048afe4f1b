package org.tierlab.api.hotness;

import org.osgi.annotation.versioning.ConsumerType;
import org.tierlab.api.time.TaskView;

/**
 * What a source hears of the policies that use it. In the kernel DAMON and its schemes are one
 * thread: what a scheme is applied to begins a new age, and monitoring pauses while no scheme is
 * active. In balancenuma placement of tasks and scanning share {@code numa_scan_period}.
 */
@ConsumerType
public interface PolicyFeedback {
  /**
   * A policy has acted on a range that this source has published.
   *
   * @param mm number of the address space
   * @param firstPage first page
   * @param pages how many
   */
  default void actedOn(int mm, long firstPage, long pages) {}

  /**
   * Whether anybody needs the source has changed.
   *
   * @param wanted false from when all policies that have said so do without it, true from when one
   *     needs it again or none is left that has said anything
   */
  default void wanted(boolean wanted) {}

  /**
   * A policy has found that a task is where its memory is: there is less to be learnt from its next
   * faults.
   *
   * @param task the task
   */
  default void wellPlaced(TaskView task) {}
}
