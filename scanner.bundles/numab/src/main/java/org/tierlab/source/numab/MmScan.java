package org.tierlab.source.numab;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.PageTableWriter;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.time.TaskView;

/**
 * The scan over one address space: where it stands, how often it came round, and one step of it,
 * the loop of {@code task_numa_work()} in {@code kernel/sched/fair.c}.
 *
 * <p>A step goes on from where the last one stopped, until it has marked the scan size or walked
 * eight times as much. The scan size is only charged for chunks in which something changed, so that
 * a step passes quickly over what is marked already. A chunk ends at a 2 MiB boundary.
 *
 * <p>Skipped are mappings that cannot migrate, read-only file mappings, those done in this pass,
 * those seen first less than a scan delay ago (not in the very first pass), and those in which the
 * scanning task took no hint fault lately. If a step that skipped some by the last rule comes to
 * the end with budget left, one of them is scanned nevertheless.
 */
final class MmScan {
  private static final long PAGE_BYTES = 4096;
  private static final long CHUNK_BYTES = 2L << 20;
  private static final int VIRTUAL_FACTOR = 8;

  private enum TaskFilter {
    ACCESSORS,
    ANYBODY
  }

  private final AddressSpaceView mm;
  private final PageTableWriter table;
  private final MachineView machine;
  private final ProtNoneMarker marker;
  private final FaultGroup group;
  private final LazyMarks lazyMarks = new LazyMarks();
  private final Map<Vma, VmaScan> vmas = new HashMap<>();
  private @Nullable Vma lastVma;
  private @Nullable VmaScan lastState;
  private long nextScanNs;
  private int sequence;
  private long offset;
  private boolean seen;

  private long pagesLeft;
  private long virtualPagesLeft;
  private boolean filtered;

  MmScan(
      AddressSpaceView mm,
      PageTableWriter table,
      MachineView machine,
      ProtNoneMarker marker,
      long nextScanNs) {
    this.mm = mm;
    this.table = table;
    this.machine = machine;
    this.marker = marker;
    this.nextScanNs = nextScanNs;
    group = new FaultGroup(machine.nodes());
  }

  AddressSpaceView mm() {
    return mm;
  }

  PageTableWriter table() {
    return table;
  }

  FaultGroup group() {
    return group;
  }

  LazyMarks lazyMarks() {
    return lazyMarks;
  }

  int sequence() {
    return sequence;
  }

  long nextScanNs() {
    return nextScanNs;
  }

  void scanNotBefore(long ns) {
    nextScanNs = ns;
  }

  /** Whether this is the leader: the first task of the mm to be seen, unless that one waits. */
  boolean leader() {
    boolean first = !seen && !mm.leaderWaits();
    seen = true;
    return first;
  }

  void accessed(Vma vma, TaskView task) {
    VmaScan state = vma.equals(lastVma) ? lastState : vmas.get(vma);
    if (state != null) {
      lastVma = vma;
      lastState = state;
      state.accessedBy(task.id());
    }
  }

  /**
   * Marks one scan size of memory.
   *
   * @param task in whose context
   * @param nowNs its time
   * @param knobs the knobs in force
   */
  void step(TaskView task, long nowNs, NumabKnobs knobs) {
    if (mm.vmas().isEmpty()) {
      return;
    }
    pagesLeft = knobs.scanSizePages();
    virtualPagesLeft = VIRTUAL_FACTOR * pagesLeft;
    filtered = false;
    marker.unasked(lazyMarks);
    boolean ended = walk(task, nowNs, knobs, TaskFilter.ACCESSORS);
    if (ended && filtered) {
      ended = walk(task, nowNs, knobs, TaskFilter.ANYBODY);
    }
    if (ended) {
      wrap();
    }
  }

  private void wrap() {
    sequence++;
    offset = 0;
  }

  /** Walks on from the offset; true if it came to the end of the address space. */
  private boolean walk(TaskView task, long nowNs, NumabKnobs knobs, TaskFilter filter) {
    List<Vma> list = mm.vmas();
    int i = indexAt(list, offset);
    if (i == list.size()) {
      wrap();
      i = 0;
    }
    long position = offset;
    for (; i < list.size(); i++) {
      Vma vma = list.get(i);
      VmaScan state = eligible(vma, task, nowNs, knobs, filter);
      if (state == null) {
        continue;
      }
      position = markVma(vma, position, task, nowNs, knobs);
      if (spent()) {
        offset = position;
        return false;
      }
      state.done(sequence);
      if (filter == TaskFilter.ANYBODY) {
        offset = position;
        return false;
      }
    }
    return true;
  }

  private @Nullable VmaScan eligible(
      Vma vma, TaskView task, long nowNs, NumabKnobs knobs, TaskFilter filter) {
    if (!vma.migratable() || vma.kind() == Vma.Kind.FILE_READ_ONLY) {
      return null;
    }
    VmaScan state = vmas.get(vma);
    if (state == null) {
      state = new VmaScan(sequence, nowNs, knobs.scanDelayMs() * 1_000_000L);
      vmas.put(vma, state);
    }
    if (sequence > 0) {
      if (state.young(nowNs)) {
        return null;
      }
      state.moveWindow(nowNs);
    }
    if (state.doneIn(sequence)) {
      offset = endAddress(vma);
      return null;
    }
    if (filter == TaskFilter.ACCESSORS && !due(vma, state, task)) {
      filtered = true;
      return null;
    }
    return state;
  }

  private boolean due(Vma vma, VmaScan state, TaskView task) {
    boolean begun = offset > vma.startAddress();
    return begun || state.dueFor(task.id(), sequence, threads());
  }

  private long markVma(Vma vma, long from, TaskView task, long nowNs, NumabKnobs knobs) {
    ProtNoneMarker.Choice choice = choice(vma, task, nowNs, knobs);
    long vmaEnd = endAddress(vma);
    long start = Math.max(from, vma.startAddress());
    while (start < vmaEnd && !spent()) {
      long wanted = start + pagesLeft * PAGE_BYTES;
      long end = Math.min(vmaEnd, (wanted + CHUNK_BYTES - 1) & -CHUNK_BYTES);
      long pages = (end - start) / PAGE_BYTES;
      long first = vma.firstPage() + (start - vma.startAddress()) / PAGE_BYTES;
      if (marker.mark(mm, table, vma, first, first + pages, choice) > 0) {
        pagesLeft -= pages;
      }
      virtualPagesLeft -= pages;
      start = end;
    }
    return start;
  }

  private ProtNoneMarker.Choice choice(Vma vma, TaskView task, long nowNs, NumabKnobs knobs) {
    int slow = slowNodes();
    int mark = knobs.normal() ? (1 << machine.nodes()) - 1 : slow;
    boolean pmdMapped = vma.order() == 9;
    if (threads() == 1 && !pmdMapped) {
      mark &= ~(1 << task.node());
    }
    int time = LastCpupid.accessTime(nowNs / 1_000_000L, knobs.accessTimeBits());
    return new ProtNoneMarker.Choice(
        mark, knobs.tiering() ? slow : 0, time, ProtNoneMarker.DirtyFiles.LEFT_ALONE);
  }

  private int threads() {
    return mm.liveTasks() + (mm.leaderWaits() ? 1 : 0);
  }

  /** Bit <i>n</i> for a node that is not top tier. */
  int slowNodes() {
    int slow = 0;
    for (int node = 0; node < machine.nodes(); node++) {
      slow |= machine.node(node).topTier() ? 0 : 1 << node;
    }
    return slow;
  }

  private boolean spent() {
    return pagesLeft <= 0 || virtualPagesLeft <= 0;
  }

  private static int indexAt(List<Vma> list, long address) {
    int i = 0;
    while (i < list.size() && endAddress(list.get(i)) <= address) {
      i++;
    }
    return i;
  }

  private static long endAddress(Vma vma) {
    return vma.startAddress() + vma.pages() * PAGE_BYTES;
  }
}
