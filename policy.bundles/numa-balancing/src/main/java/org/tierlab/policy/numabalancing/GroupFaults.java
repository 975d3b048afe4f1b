package org.tierlab.policy.numabalancing;

import java.util.ArrayList;
import java.util.List;

/**
 * The summed fault statistics of tasks that share memory, the kernel's {@code numa_group}.
 *
 * <p>A task enters the group of its mm at its first shared fault, that is one on a page whose last
 * fault was another task's. In the kernel groups of one start at such faults and merge pairwise
 * whenever both tasks happen to run; here the one group per mm is there at once. No page is shared
 * between address spaces, so no group spans two.
 */
final class GroupFaults {
  /** How much busier a node must be to take memory at once (published: ACTIVE_NODE_FRACTION). */
  private static final long MUCH_BUSIER = 3;

  private final List<TaskFaults> members = new ArrayList<>();
  private final long[] memory;
  private final long[] cpu;

  GroupFaults(int nodes) {
    memory = new long[nodes];
    cpu = new long[nodes];
  }

  void join(TaskFaults task) {
    members.add(task);
    task.addTo(this, 1);
  }

  void dropExited() {
    for (int i = members.size() - 1; i >= 0; i--) {
      TaskFaults member = members.get(i);
      if (member.task().exited()) {
        member.addTo(this, -1);
        members.remove(i);
      }
    }
  }

  void add(int node, long memoryFaults, long cpuFaults) {
    memory[node] += memoryFaults;
    cpu[node] += cpuFaults;
  }

  long memoryFaults(int node) {
    return memory[node];
  }

  /**
   * Whether shared memory should follow the group's tasks: the target runs more than three times as
   * much of the group as the source, or it has so much less memory for what it runs that moving
   * stays well short of the point where moving back would pay (hysteresis of 3 to 4).
   */
  boolean favours(int target, int source) {
    return cpu[target] > MUCH_BUSIER * cpu[source]
        || cpu[target] * memory[source] * 3 > cpu[source] * memory[target] * 4;
  }
}
