package org.tierlab.api.policy;

import org.tierlab.api.time.TaskContext;

/** Is told that a node runs short of free pages. */
@FunctionalInterface
public interface PressureHandler {
  /**
   * Runs when kswapd of the node is woken, or, with a task, when an allocation of that task found
   * the node below its min watermark and enters direct reclaim.
   *
   * @param node the node that is short
   * @param direct the task in direct reclaim, at whose expense it runs; null for kswapd
   */
  void pressure(int node, @org.jspecify.annotations.Nullable TaskContext direct);
}
