package org.tierlab.testkit;

/**
 * A request for task placement.
 *
 * @param kind which call
 * @param task id of the task
 * @param other id of the other task of a swap, otherwise a node
 */
public record SchedulerCall(Kind kind, int task, int other) {
  /** The calls of {@link org.tierlab.api.policy.Scheduler}. */
  public enum Kind {
    /** {@code setHomeNode(task, node)}. */
    HOME_NODE,
    /** {@code swap(task, other)}. */
    SWAP,
    /** {@code moveToIdleCpu(task, node)}, whether it succeeded or not. */
    MOVE
  }
}
