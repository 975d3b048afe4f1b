package org.tierlab.api.policy;

/** Whether a real kernel could run a policy. */
public enum Standing {
  /** It sees what sources publish, and pays for what it moves. */
  ATTAINABLE,
  /**
   * A bound to compare with: it may use {@link PolicyContext#bound()}, and every result that it
   * takes part in says that it is unattainable.
   */
  BOUND
}
