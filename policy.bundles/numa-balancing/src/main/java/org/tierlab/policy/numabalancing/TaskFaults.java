package org.tierlab.policy.numabalancing;

import org.jspecify.annotations.Nullable;
import org.tierlab.api.time.TaskView;

/**
 * Where a task's hint faults were and from where it took them, per node: {@code numa_faults}, as
 * {@code task_numa_fault()} and {@code task_numa_placement()} of {@code kernel/sched/fair.c} keep
 * it.
 *
 * <p>Faults are buffered until a pass over the mm is complete; then every average is halved and the
 * buffer added. Faults by CPU are weighted with the share of time that the task ran. Deviation: the
 * weight is divided by the faults of the pass; the kernel's divisor also holds those of earlier
 * passes in which the scan period was doubled.
 */
final class TaskFaults {
  private static final long FULL_SHARE = 1 << 16;

  private final TaskView task;
  private final long[] memory;
  private final long[] memoryBuffer;
  private final long[] cpu;
  private final long[] cpuBuffer;
  private @Nullable GroupFaults group;
  private int preferredNode = -1;
  private int scanSequence;
  private long lastPlacementNs = -1;
  private long lastRuntimeNs;
  private long retryNs;

  TaskFaults(TaskView task, int nodes) {
    this.task = task;
    memory = new long[nodes];
    memoryBuffer = new long[nodes];
    cpu = new long[nodes];
    cpuBuffer = new long[nodes];
  }

  TaskView task() {
    return task;
  }

  @Nullable GroupFaults group() {
    return group;
  }

  int preferredNode() {
    return preferredNode;
  }

  void prefer(int node) {
    preferredNode = node;
  }

  int scanSequence() {
    return scanSequence;
  }

  void join(GroupFaults mmGroup) {
    if (group == null) {
      group = mmGroup;
      mmGroup.join(this);
    }
  }

  void addTo(GroupFaults to, int sign) {
    for (int node = 0; node < memory.length; node++) {
      to.add(node, sign * memory[node], sign * cpu[node]);
    }
  }

  void count(int memoryNode, int cpuNode, long pages) {
    memoryBuffer[memoryNode] += pages;
    cpuBuffer[cpuNode] += pages;
  }

  /**
   * Folds the buffers into the averages if a pass has been completed since last time.
   *
   * @param mmSequence passes over the mm
   * @param nowNs the task's time
   * @return the node with most faults, the group's if there is one; −1 if no pass was completed or
   *     nothing counted yet
   */
  int place(int mmSequence, long nowNs) {
    if (mmSequence == scanSequence) {
      return -1;
    }
    scanSequence = mmSequence;
    long total = 0;
    for (long faults : memoryBuffer) {
      total += faults;
    }
    long share = runtimeShare(nowNs);
    for (int node = 0; node < memory.length; node++) {
      long memoryChange = memoryBuffer[node] - memory[node] / 2;
      long cpuChange = share * cpuBuffer[node] / (total + 1) - cpu[node] / 2;
      memoryBuffer[node] = 0;
      cpuBuffer[node] = 0;
      memory[node] += memoryChange;
      cpu[node] += cpuChange;
      if (group != null) {
        group.add(node, memoryChange, cpuChange);
      }
    }
    if (group != null) {
      group.dropExited();
    }
    return busiestNode();
  }

  private int busiestNode() {
    int busiest = -1;
    long most = 0;
    for (int node = 0; node < memory.length; node++) {
      long faults = group == null ? memory[node] : group.memoryFaults(node);
      if (faults > most) {
        most = faults;
        busiest = node;
      }
    }
    return busiest;
  }

  /** Share of the time since the last placement that the task ran, in 1/65536. */
  private long runtimeShare(long nowNs) {
    long runtime = task.cpuTimeNs();
    long share = FULL_SHARE;
    if (lastPlacementNs >= 0) {
      double ran = (double) (runtime - lastRuntimeNs) / (nowNs - lastPlacementNs + 1);
      share = (long) (ran * FULL_SHARE);
    }
    lastPlacementNs = nowNs;
    lastRuntimeNs = runtime;
    return share;
  }

  /** Whether the task is off its preferred node and it is time to ask for a move again. */
  boolean retryDue(long nowNs, long intervalNs) {
    if (preferredNode < 0 || nowNs < retryNs) {
      return false;
    }
    retryNs = nowNs + intervalNs;
    return task.node() != preferredNode;
  }
}
