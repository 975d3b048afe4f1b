package org.tierlab.api.time;

import org.osgi.annotation.versioning.ProviderType;

/** A task at the moment when kernel work runs in its context and at its expense. */
@ProviderType
public interface TaskContext {
  /**
   * The task.
   *
   * @return its view
   */
  TaskView task();

  /**
   * The task's own time.
   *
   * @return simulated nanoseconds
   */
  long nowNs();

  /**
   * Charges kernel CPU time to the task.
   *
   * @param ns nanoseconds, not negative
   */
  void charge(double ns);
}
