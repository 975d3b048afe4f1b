package org.tierlab.api.time;

import org.osgi.annotation.versioning.ProviderType;
import org.tierlab.api.memory.AddressSpaceView;

/** A task: one thread of a simulated process. */
@ProviderType
public interface TaskView {
  /**
   * The task's number, its PID.
   *
   * @return from 0, in order of creation, never reused
   */
  int id();

  /**
   * The task's name.
   *
   * @return a name for tables
   */
  String name();

  /**
   * The address space it runs in.
   *
   * @return its mm
   */
  AddressSpaceView mm();

  /**
   * The CPU it is on.
   *
   * @return a CPU
   */
  int cpu();

  /**
   * The node of {@link #cpu()}.
   *
   * @return a node
   */
  int node();

  /**
   * The node that the scheduler prefers for it.
   *
   * @return a node, or −1 without preference
   */
  int homeNode();

  /**
   * CPU time it has used, kernel work in its context included.
   *
   * @return nanoseconds
   */
  long cpuTimeNs();

  /**
   * Whether it has finished.
   *
   * @return true after its last access
   */
  boolean exited();
}
