package org.tierlab.source.numab;

import java.util.ArrayList;
import java.util.List;

/**
 * The hint-fault statistics of tasks that share memory, the kernel's {@code numa_group}.
 *
 * <p>A task enters the group of its mm at its first shared fault, that is one on a page whose last
 * fault was another task's. In the kernel groups of one start at such faults and merge pairwise
 * whenever both tasks happen to run; here the one group per mm is there at once. No page is shared
 * between address spaces, so no group spans two.
 */
final class FaultGroup {
  /** A node takes part if it causes more than a third of the busiest node's faults (published). */
  private static final long ACTIVE_NODE_FRACTION = 3;

  private final List<TaskFaults> members = new ArrayList<>();
  private final long[] memoryFaults;
  private final long[] cpuFaults;
  private long maxCpuFaults;
  private int activeNodes = 1;

  FaultGroup(int nodes) {
    memoryFaults = new long[2 * nodes];
    cpuFaults = new long[2 * nodes];
  }

  void join(TaskFaults task) {
    members.add(task);
    task.addTo(this, 1);
  }

  /** Takes the statistics of tasks that have exited out of the group. */
  void dropExited() {
    for (int i = members.size() - 1; i >= 0; i--) {
      TaskFaults member = members.get(i);
      if (member.exited()) {
        member.addTo(this, -1);
        members.remove(i);
      }
    }
  }

  void add(int index, long memory, long cpu) {
    memoryFaults[index] += memory;
    cpuFaults[index] += cpu;
  }

  /** Counts the nodes from which the group really runs. */
  void countActiveNodes() {
    maxCpuFaults = 0;
    for (int node = 0; node < cpuFaults.length / 2; node++) {
      maxCpuFaults = Math.max(maxCpuFaults, cpuFaults(node));
    }
    activeNodes = 0;
    for (int node = 0; node < cpuFaults.length / 2; node++) {
      if (active(node)) {
        activeNodes++;
      }
    }
  }

  /**
   * Whether a shared fault between two nodes counts as local: the group is spread over several
   * nodes and both are among them.
   */
  boolean spansBoth(int cpuNode, int memoryNode) {
    return activeNodes > 1 && active(cpuNode) && active(memoryNode);
  }

  private boolean active(int node) {
    return cpuFaults(node) * ACTIVE_NODE_FRACTION > maxCpuFaults;
  }

  private long cpuFaults(int node) {
    return cpuFaults[2 * node] + cpuFaults[2 * node + 1];
  }

  /** Stretches a period by the number of tasks and the share of shared faults. */
  long stretch(long periodMs) {
    long shared = 0;
    long priv = 0;
    for (int node = 0; node < memoryFaults.length / 2; node++) {
      shared += memoryFaults[2 * node];
      priv += memoryFaults[2 * node + 1];
    }
    return periodMs * members.size() * (shared + 1) / (priv + shared + 1);
  }
}
