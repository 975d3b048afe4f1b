package org.tierlab.source.numab;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.Counts;
import org.tierlab.api.hotness.FaultEvidence;
import org.tierlab.api.hotness.FaultOutcome;
import org.tierlab.api.hotness.HintFault;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.PageTableWriter;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.TaskContext;
import org.tierlab.api.time.TaskView;

/**
 * Hotness from NUMA hint faults: the marking side of NUMA balancing in modes 1 (normal), 2 (memory
 * tiering) and 3 (both), as of Linux 6.18.
 *
 * <p>After {@code task_tick_numa()}, {@code task_numa_work()} and {@code task_numa_fault()} in
 * {@code kernel/sched/fair.c}, {@code change_pte_range()} in {@code mm/mprotect.c}, {@code
 * change_huge_pmd()} in {@code mm/huge_memory.c} and {@code numa_migrate_check()} in {@code
 * mm/memory.c}. Each task marks part of its address space PROT_NONE once per scan period of its CPU
 * time and pays for it; the first access to a marked page takes a hint fault in which the policies
 * are consulted. Of the threads of one address space, one wins each period.
 *
 * <p>Deviations: ticks are not quantised; while balancing is off, tasks look every {@value
 * #OFF_TICKS} ticks whether it still is; times are kept in whole milliseconds where the kernel has
 * jiffies; see {@link FaultGroup} for groups. Not thread-safe; used from the run's thread.
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
public final class NumaBalancingSource {
  /** Scanning overhead is held below 1/32 by pushing the stamp (published). */
  private static final int OVERHEAD_FACTOR = 32;

  private static final int OFF_TICKS = 10;
  private static final long NS_PER_MS = 1_000_000L;

  private final SourceContext context;
  private final Knobs<NumabKnobs> knobs;
  private final MachineView machine;
  private final ProtNoneMarker marker;
  private final Counter hintFaults;
  private final Counter hintFaultsLocal;
  private final FaultEvidence evidence = new FaultEvidence();
  private @Nullable TaskScan[] tasks = new TaskScan[16];
  private @Nullable MmScan[] mms = new MmScan[4];

  /**
   * Makes the source for a run.
   *
   * @param context the run
   */
  public NumaBalancingSource(SourceContext context) {
    this.context = context;
    knobs = context.knobs(NumabKnobs.class);
    machine = context.machine();
    marker = new ProtNoneMarker(context);
    hintFaults = context.counter("numa_hint_faults");
    hintFaultsLocal = context.counter("numa_hint_faults_local");
  }

  /** Starts scanning. A machine with one node has nothing to balance. */
  public void start() {
    if (machine.nodes() > 1) {
      context.onHintFault(this::hintFault);
      new LazyMarking(context, knobs).start(mm -> scanOf(mm, knobs.get()));
      context.onTaskClock(this::tick);
    }
  }

  /** {@code task_tick_numa()}: looks whether the task is due, and when to look again. */
  long tick(TaskContext by) {
    NumabKnobs now = knobs.get();
    TaskView view = by.task();
    if (now.off()) {
      return view.cpuTimeNs() + OFF_TICKS * TaskScan.TICK_NS;
    }
    TaskScan task = scanOf(view, now);
    task.noticeMove(view, now);
    if (view.cpuTimeNs() >= task.dueNs()) {
      task.pass(now);
      if (by.nowNs() >= task.mm().nextScanNs()) {
        work(by, task, now);
      }
    }
    long cpu = view.cpuTimeNs();
    // A task that was left alone for long catches up by one period a tick.
    return task.dueNs() <= cpu ? cpu + TaskScan.TICK_NS : task.dueNs();
  }

  /** {@code task_numa_work()}: marks one scan size in the task's context. */
  private void work(TaskContext by, TaskScan task, NumabKnobs now) {
    MmScan mm = task.mm();
    mm.scanNotBefore(by.nowNs() + task.periodMs() * NS_PER_MS);
    // Lets another thread of the mm win next time.
    task.push(2 * TaskScan.TICK_NS);
    mm.step(by.task(), by.nowNs(), now);
    double spentNs = marker.takeCostNs();
    by.charge(spentNs);
    task.push((long) (OVERHEAD_FACTOR * spentNs));
  }

  /** {@code do_numa_page()} as far as the source goes: records, consults, counts. */
  void hintFault(HintFault fault) {
    NumabKnobs now = knobs.get();
    TaskView view = fault.task();
    TaskScan task = scanOf(view, now);
    MmScan mm = task.mm();
    int home = fault.residentNode();
    boolean local = home == fault.accessingNode();
    mm.accessed(fault.vma(), view);
    hintFaults.add(1);
    if (local) {
      hintFaultsLocal.add(1);
    }
    evidence.clear().scanSequence(mm.sequence());
    int last = record(fault, mm.table(), now, local);
    if (mm.lazyMarks().take(fault.page())) {
      evidence.lazy();
    }
    FaultOutcome outcome = fault.consult(evidence);
    if (!now.off()) {
      count(fault, task, now, last, local, outcome);
    }
  }

  /**
   * Reads and overwrites the folio's {@code last_cpupid}; a local fault leaves it as it is.
   *
   * @return the last accessor, −1 if there is none
   */
  private int record(HintFault fault, PageTableWriter table, NumabKnobs now, boolean local) {
    long page = fault.page();
    int stored = table.lastCpupid(page);
    int last = -1;
    int next;
    if (now.tiering() && !machine.node(fault.residentNode()).topTier()) {
      long nowMs = fault.nowNs() / NS_PER_MS;
      int bits = now.accessTimeBits();
      evidence.tiering(LastCpupid.latencyMs(stored, nowMs, bits) * NS_PER_MS);
      next = LastCpupid.accessTime(nowMs, bits);
    } else {
      if (LastCpupid.isAccessor(stored)) {
        last = stored;
        evidence.last(LastCpupid.node(stored), LastCpupid.task(stored));
      }
      next = LastCpupid.accessor(fault.accessingNode(), fault.task().id());
    }
    if (!local) {
      table.setLastCpupid(page, next);
    }
    return last;
  }

  /** {@code task_numa_fault()}. */
  private void count(
      HintFault fault,
      TaskScan task,
      NumabKnobs now,
      int last,
      boolean local,
      FaultOutcome outcome) {
    int memoryNode = fault.residentNode();
    if (!machine.node(memoryNode).topTier() && (now.tiering() || last < 0)) {
      return;
    }
    TaskFaults faults = task.faults();
    boolean privateFault = last < 0 || LastCpupid.sameTask(last, fault.task().id());
    if (!privateFault) {
      faults.join(task.mm().group());
    }
    int cpuNode = fault.accessingNode();
    boolean countsLocal = local || (!privateFault && faults.settled(cpuNode, memoryNode));
    if (task.adapt(fault.nowNs(), now)) {
      context.taskDue(fault.task(), task.dueNs());
    }
    long pages = fault.vma().folioPages();
    if (outcome == FaultOutcome.FAILED) {
      faults.countFailure(pages);
    }
    faults.count(memoryNode, cpuNode, pages, privateFault, countsLocal);
  }

  private TaskScan scanOf(TaskView view, NumabKnobs now) {
    int id = view.id();
    if (id >= tasks.length) {
      tasks = Arrays.copyOf(tasks, Math.max(id + 1, 2 * tasks.length));
    }
    TaskScan task = tasks[id];
    if (task == null) {
      task = new TaskScan(view, scanOf(view.mm(), now), machine.nodes(), now);
      tasks[id] = task;
    }
    return task;
  }

  private MmScan scanOf(AddressSpaceView view, NumabKnobs now) {
    int id = view.id();
    if (id >= mms.length) {
      mms = Arrays.copyOf(mms, Math.max(id + 1, 2 * mms.length));
    }
    MmScan mm = mms[id];
    if (mm == null) {
      long bornNs = view.vmas().stream().mapToLong(Vma::createdNs).min().orElse(context.nowNs());
      long firstScanNs = bornNs + now.scanDelayMs() * NS_PER_MS;
      mm = new MmScan(view, context.pageTable(view), machine, marker, firstScanNs);
      mms[id] = mm;
    }
    return mm;
  }
}
