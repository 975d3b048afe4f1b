package org.tierlab.source.numab;

import org.tierlab.api.time.TaskView;

/**
 * When a task scans next, by its CPU time: {@code node_stamp} and {@code numa_scan_period}.
 *
 * <p>The leader of a thread group starts at stamp 0 and takes its start period when it first
 * becomes due; threads that it starts begin two ticks in and keep the scan delay as their period,
 * until statistics change it. Where the leader only waits for its threads, none takes the start
 * period.
 */
final class TaskScan {
  /** A scheduler tick (assumed: CONFIG_HZ=250). */
  static final long TICK_NS = 4_000_000L;

  private final MmScan mm;
  private final TaskFaults faults;
  private long stampNs;
  private long periodMs;
  private int node;

  TaskScan(TaskView task, MmScan mm, int nodes, NumabKnobs knobs) {
    this.mm = mm;
    faults = new TaskFaults(task, nodes, mm.sequence());
    periodMs = knobs.scanDelayMs();
    stampNs = mm.leader() ? 0 : 2 * TICK_NS;
    node = task.node();
  }

  MmScan mm() {
    return mm;
  }

  TaskFaults faults() {
    return faults;
  }

  long periodMs() {
    return periodMs;
  }

  long dueNs() {
    return stampNs + periodMs * 1_000_000L;
  }

  /** Moves the stamp on by a period; the very first time the start period replaces the delay. */
  void pass(NumabKnobs knobs) {
    long period = periodMs * 1_000_000L;
    if (stampNs == 0) {
      restart(knobs);
    }
    stampNs += period;
  }

  void push(long ns) {
    stampNs += ns;
  }

  private void restart(NumabKnobs knobs) {
    periodMs = ScanPeriods.startMs(knobs, mm.mm().residentPages(), faults.group());
  }

  /**
   * Takes the start period again when the task has been moved to another node, unless it came to
   * its preferred node or had not been on it before.
   */
  void noticeMove(TaskView task, NumabKnobs knobs) {
    int from = node;
    node = task.node();
    if (from == node) {
      return;
    }
    int preferred = task.homeNode();
    boolean expected = node == preferred || (preferred >= 0 && from != preferred);
    if (faults.scanSequence() == 0 || !expected) {
      restart(knobs);
    }
  }

  /** Reacts to a completed pass over the mm; false if there was none. */
  boolean adapt(long nowNs, NumabKnobs knobs) {
    if (!faults.place(mm.sequence(), nowNs, periodMs)) {
      return false;
    }
    long rss = mm.mm().residentPages();
    long periodMaxMs = ScanPeriods.maxMs(knobs, rss, faults.group());
    if (faults.idleOrFailing()) {
      periodMs = Math.min(periodMaxMs, 2 * periodMs);
      mm.scanNotBefore(nowNs + periodMs * 1_000_000L);
    } else {
      long min = ScanPeriods.minMs(knobs, rss);
      periodMs = Math.max(min, Math.min(periodMaxMs, faults.adapted(periodMs)));
    }
    return true;
  }
}
