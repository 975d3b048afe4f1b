package org.tierlab.source.numab;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.Counts;
import org.tierlab.api.hotness.FaultEvidence;
import org.tierlab.api.hotness.FaultOutcome;
import org.tierlab.api.hotness.HintFault;
import org.tierlab.api.hotness.PolicyFeedback;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.PageTableWriter;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.TaskContext;
import org.tierlab.api.time.TaskView;

/**
 * Hotness from NUMA hint faults as the balancenuma series of November 2012 had them ("Foundation
 * for automatic NUMA balancing"), before any statistics steered the scanner.
 *
 * <ul>
 *   <li>A task becomes due when its CPU time has advanced by its period; one task of an address
 *       space wins in each period of time, and marks the next {@code scan_size_mb} ({@link
 *       BalanceNumaScan}).
 *   <li>The first period is the delay, then the minimum. Each hint fault lengthens the task's
 *       period by two ticks, up to the maximum; once in {@code scan_period_reset_ms} the task that
 *       comes to mark falls back to the minimum. A policy that finds the task well placed doubles
 *       it.
 *   <li>Marking holds mmap_sem, in the way that a knob says.
 *   <li>A fault knows the node of the page's last fault ({@code last_nid}), and which pass over the
 *       address space it belongs to. It knows no task.
 * </ul>
 *
 * <p>Deviations: ticks are not quantised; a tick is 4 ms. Not thread-safe; used from the run's
 * thread.
 */
@Counts(
    counter = "numa_hint_faults",
    unit = "faults",
    about = "Hint faults on marked entries.",
    source = "/proc/vmstat")
@Counts(
    counter = "numa_hint_faults_local",
    unit = "faults",
    about = "Hint faults on pages of the node of the CPU.",
    source = "/proc/vmstat")
public final class BalanceNumaSource implements PolicyFeedback {
  /** Ticks by which a fault lengthens the period (published). */
  private static final int FAULT_TICKS = 2;

  private static final long NS_PER_MS = 1_000_000L;

  private final SourceContext context;
  private final Knobs<BalanceNumaKnobs> knobs;
  private final ProtNoneMarker marker;
  private final Counter hintFaults;
  private final Counter hintFaultsLocal;
  private final FaultEvidence evidence = new FaultEvidence();
  private final long[] onePage = new long[1];
  private @Nullable Task[] tasks = new Task[16];
  private @Nullable BalanceNumaScan[] mms = new BalanceNumaScan[4];

  /** {@code node_stamp} and {@code numa_scan_period} of a task. */
  private static final class Task {
    private final BalanceNumaScan mm;
    private long stampNs;
    private long periodNs;

    Task(BalanceNumaScan mm, long periodNs) {
      this.mm = mm;
      this.periodNs = periodNs;
    }
  }

  /**
   * Makes the source for a run.
   *
   * @param context the run
   */
  public BalanceNumaSource(SourceContext context) {
    this.context = context;
    knobs = context.knobs(BalanceNumaKnobs.class);
    marker = new ProtNoneMarker(context);
    hintFaults = context.counter("numa_hint_faults");
    hintFaultsLocal = context.counter("numa_hint_faults_local");
  }

  /** Starts scanning. A machine with one node has nothing to balance. */
  public void start() {
    if (context.machine().nodes() > 1) {
      context.onHintFault(this::hintFault);
      context.onTaskClock(this::tick);
      context.onFeedback(this);
    }
  }

  /** {@code task_tick_numa()}: looks whether the task is due, and when to look again. */
  long tick(TaskContext by) {
    BalanceNumaKnobs now = knobs.get();
    TaskView view = by.task();
    Task task = taskOf(view);
    long cpu = view.cpuTimeNs();
    if (cpu - task.stampNs >= task.periodNs) {
      if (task.stampNs == 0) {
        task.periodNs = now.scanPeriodMinMs() * NS_PER_MS;
      }
      task.stampNs = cpu;
      work(by, task, now);
    }
    return task.stampNs + task.periodNs;
  }

  /** {@code task_numa_work()}: marks a part of the address space, if nobody else has just now. */
  private void work(TaskContext by, Task task, BalanceNumaKnobs now) {
    BalanceNumaScan mm = task.mm;
    long nowNs = by.nowNs();
    if (mm.resetDue(nowNs, now.scanPeriodResetMs() * NS_PER_MS)) {
      task.periodNs = now.scanPeriodMinMs() * NS_PER_MS;
    }
    if (!mm.claim(nowNs, task.periodNs)) {
      return;
    }
    if (now.wholeAddressSpace()) {
      mm.markAll(marker);
    } else {
      mm.step(marker, now.scanSizeBytes());
    }
    double costNs = marker.takeCostNs();
    if (now.mmapSem() == BalanceNumaKnobs.MmapSem.WRITE) {
      by.chargeUnderMmapLock(costNs);
    } else {
      by.charge(costNs);
    }
  }

  /** {@code do_numa_page()} and {@code task_numa_fault()}. */
  void hintFault(HintFault fault) {
    BalanceNumaKnobs now = knobs.get();
    Task task = taskOf(fault.task());
    PageTableWriter table = task.mm.table();
    hintFaults.add(1);
    if (fault.residentNode() == fault.accessingNode()) {
      hintFaultsLocal.add(1);
    }
    if (!now.tlbFlushMitigation()) {
      fault.charge(context.tlbFlushNs(fault.mm(), fault.vma().folioPages()));
    }
    evidence.clear().scanSequence(task.mm.sequence());
    int last = table.lastCpupid(fault.page());
    if (LastCpupid.isAccessor(last)) {
      evidence.last(LastCpupid.node(last), -1);
    }
    table.setLastCpupid(
        fault.page(), LastCpupid.accessor(fault.accessingNode(), fault.task().id()));
    FaultOutcome outcome = fault.consult(evidence);
    if (outcome == FaultOutcome.MIGRATED && !now.doubleFaultMitigation()) {
      onePage[0] = 1L << fault.page();
      table.markProtNone(fault.page() & -64, 1, onePage);
    }
    long longest = now.scanPeriodMaxMs() * NS_PER_MS;
    task.periodNs = Math.min(longest, task.periodNs + FAULT_TICKS * TaskScan.TICK_NS);
    // The knob may have become shorter than the period.
    context.taskDue(fault.task(), task.stampNs + task.periodNs);
  }

  /** {@code task_numa_placement()}: where the task is well placed its period doubles. */
  @Override
  public void wellPlaced(TaskView view) {
    Task task = taskOf(view);
    task.periodNs = Math.min(knobs.get().scanPeriodMaxMs() * NS_PER_MS, 2 * task.periodNs);
  }

  private Task taskOf(TaskView view) {
    int id = view.id();
    if (id >= tasks.length) {
      tasks = Arrays.copyOf(tasks, Math.max(id + 1, 2 * tasks.length));
    }
    Task task = tasks[id];
    if (task == null) {
      task = new Task(scanOf(view.mm()), knobs.get().scanDelayMs() * NS_PER_MS);
      tasks[id] = task;
    }
    return task;
  }

  private BalanceNumaScan scanOf(AddressSpaceView view) {
    int id = view.id();
    if (id >= mms.length) {
      mms = Arrays.copyOf(mms, Math.max(id + 1, 2 * mms.length));
    }
    BalanceNumaScan mm = mms[id];
    if (mm == null) {
      int allNodes = (1 << context.machine().nodes()) - 1;
      mm = new BalanceNumaScan(view, context.pageTable(view), allNodes);
      mms[id] = mm;
    }
    return mm;
  }
}
