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

  /**
   * Charges kernel CPU time to the task during which it holds its address space's mmap lock for
   * writing. It waits for the lock first; other tasks' faults in the address space wait for it
   * until then. Who waits spins, and pays for it ({@code task:lock}).
   *
   * @param ns nanoseconds, not negative
   */
  void chargeUnderMmapLock(double ns);
}
