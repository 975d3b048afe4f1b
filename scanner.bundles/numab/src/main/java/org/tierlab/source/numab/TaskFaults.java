package org.tierlab.source.numab;

import org.jspecify.annotations.Nullable;
import org.tierlab.api.time.TaskView;

/**
 * Hint-fault statistics of one task and the scan period that follows from them: {@code
 * task_numa_fault()}, {@code task_numa_placement()} and {@code update_task_scan_period()} of {@code
 * kernel/sched/fair.c}.
 *
 * <p>Faults are buffered until a pass over the mm is complete; then every average is halved and the
 * buffer added. The period changes in tenths of itself and aims at seven local faults of ten.
 * Quirks that are the kernel's: a pass whose counted faults were all private and remote doubles the
 * period like one without faults, and one failed migration doubles it at every later pass, because
 * the locality counts are only cleared where the period is adapted in tenths.
 *
 * <p>Arrays are indexed by 2 × node, plus 1 for private faults.
 */
final class TaskFaults {
  private static final int PERIOD_SLOTS = 10;
  private static final int PERIOD_THRESHOLD = 7;
  private static final int PRIVATE = 1;

  private final TaskView task;
  private final long[] memoryFaults;
  private final long[] memoryBuffer;
  private final long[] cpuFaults;
  private final long[] cpuBuffer;
  private @Nullable FaultGroup group;
  private long remote;
  private long local;
  private long failed;
  private int scanSequence;
  private long lastPlacementNs = -1;
  private long lastRuntimeNs;
  private long retryNs;
  private long passShared;
  private long passPrivate;
  private boolean placed;

  TaskFaults(TaskView task, int nodes, int scanSequence) {
    this.task = task;
    this.scanSequence = scanSequence;
    memoryFaults = new long[2 * nodes];
    memoryBuffer = new long[2 * nodes];
    cpuFaults = new long[2 * nodes];
    cpuBuffer = new long[2 * nodes];
  }

  @Nullable FaultGroup group() {
    return group;
  }

  int scanSequence() {
    return scanSequence;
  }

  boolean exited() {
    return task.exited();
  }

  void join(FaultGroup mmGroup) {
    if (group == null) {
      group = mmGroup;
      mmGroup.join(this);
    }
  }

  void addTo(FaultGroup to, int sign) {
    for (int i = 0; i < memoryFaults.length; i++) {
      to.add(i, sign * memoryFaults[i], sign * cpuFaults[i]);
    }
  }

  /**
   * Counts one fault into the buffers.
   *
   * @param memoryNode where the folio is now
   * @param cpuNode where the task runs
   * @param pages of the folio
   * @param privateFault whether the page's last fault was this task's too, or there was none
   * @param localFault whether the fault counts as local
   */
  void count(int memoryNode, int cpuNode, long pages, boolean privateFault, boolean localFault) {
    int kind = privateFault ? PRIVATE : 0;
    memoryBuffer[2 * memoryNode + kind] += pages;
    cpuBuffer[2 * cpuNode + kind] += pages;
    if (localFault) {
      local += pages;
    } else {
      remote += pages;
    }
  }

  /** Whether a shared fault between these nodes counts as local because the group is spread so. */
  boolean settled(int cpuNode, int memoryNode) {
    return group != null && group.spansBoth(cpuNode, memoryNode);
  }

  void countFailure(long pages) {
    failed += pages;
  }

  /**
   * Folds the buffers into the averages if a pass has been completed since last time.
   *
   * @param mmSequence passes over the mm
   * @param nowNs the task's time
   * @param periodMs the present period, which spaces the attempts
   * @return whether the period is to be adapted
   */
  boolean place(int mmSequence, long nowNs, long periodMs) {
    if (nowNs < retryNs) {
      return false;
    }
    boolean passed = mmSequence != scanSequence;
    if (passed) {
      scanSequence = mmSequence;
      fold(nowNs);
    }
    if (placed) {
      retryNs = nowNs + Math.min(1_000_000_000L, periodMs * 1_000_000L / 16);
    }
    return passed;
  }

  private void fold(long nowNs) {
    long weight = runtimeWeight(nowNs);
    passShared = 0;
    passPrivate = 0;
    for (int i = 0; i < memoryFaults.length; i++) {
      long memory = memoryBuffer[i] - memoryFaults[i] / 2;
      long cpu = weight * cpuBuffer[i] / (remote + local + 1) - cpuFaults[i] / 2;
      if ((i & 1) == PRIVATE) {
        passPrivate += memoryBuffer[i];
      } else {
        passShared += memoryBuffer[i];
      }
      memoryBuffer[i] = 0;
      cpuBuffer[i] = 0;
      memoryFaults[i] += memory;
      cpuFaults[i] += cpu;
      placed |= memoryFaults[i] > 0;
      if (group != null) {
        group.add(i, memory, cpu);
      }
    }
    if (group != null) {
      group.dropExited();
      group.countActiveNodes();
    }
  }

  /** Share of the time since the last placement that the task ran, in 1/65536. */
  private long runtimeWeight(long nowNs) {
    long runtime = task.cpuTimeNs();
    long weight = 1 << 16;
    if (lastPlacementNs >= 0) {
      double share = (double) (runtime - lastRuntimeNs) / (nowNs - lastPlacementNs + 1);
      weight = (long) (share * 65536);
    }
    lastPlacementNs = nowNs;
    lastRuntimeNs = runtime;
    return weight;
  }

  /** Whether scanning should back off: nothing local or shared was seen, or a migration failed. */
  boolean idleOrFailing() {
    return local + passShared == 0 || failed > 0;
  }

  /**
   * The period after a pass, adapted in tenths. Clears the locality counts.
   *
   * @param periodMs the present period
   * @return the new one, not yet clamped
   */
  long adapted(long periodMs) {
    long slot = (periodMs + PERIOD_SLOTS - 1) / PERIOD_SLOTS;
    long localTenths = local * PERIOD_SLOTS / Math.max(1, local + remote);
    long privateTenths = passPrivate * PERIOD_SLOTS / Math.max(1, passPrivate + passShared);
    remote = 0;
    local = 0;
    failed = 0;
    if (privateTenths >= PERIOD_THRESHOLD) {
      return periodMs + Math.max(1, privateTenths - PERIOD_THRESHOLD) * slot;
    }
    if (localTenths >= PERIOD_THRESHOLD) {
      return periodMs + Math.max(1, localTenths - PERIOD_THRESHOLD) * slot;
    }
    return periodMs - (PERIOD_THRESHOLD - Math.max(localTenths, privateTenths)) * slot;
  }
}
