package org.tierlab.source.numab;

import java.util.BitSet;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.PageTableWriter;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.time.TaskContext;

/**
 * {@code mbind()} with {@code MPOL_MF_LAZY}, "mark now, migrate on next reference", from the
 * balancenuma series of 2012: the process's pages are marked at once, on whatever node they are and
 * whatever the mode, and go to the node of the CPU that references them next.
 *
 * <p>When: the system call stands in front of the first access that one of the process's tasks
 * makes after the source came or the knob was changed; that task pays. Each change of the knob is a
 * new call by all who are named in it, and a process that starts later calls when it starts. Pages
 * that are not there yet are not marked.
 */
final class LazyMarking {
  private static final long NEVER = Long.MAX_VALUE;

  private final SourceContext context;
  private final Knobs<NumabKnobs> knobs;
  private final ProtNoneMarker marker;
  private final int allNodes;
  private String text = "";

  LazyMarking(SourceContext context, Knobs<NumabKnobs> knobs) {
    this.context = context;
    this.knobs = knobs;
    marker = new ProtNoneMarker(context);
    MachineView machine = context.machine();
    allNodes = (1 << machine.nodes()) - 1;
  }

  /** Looks who asks, now and at every change. */
  void start(java.util.function.Function<AddressSpaceView, MmScan> scans) {
    request(scans);
    knobs.onChange(() -> request(scans));
  }

  private void request(java.util.function.Function<AddressSpaceView, MmScan> scans) {
    String now = knobs.get().mpolMfLazy();
    if (now.equals(text)) {
      return;
    }
    text = now;
    LazyRequest request = LazyRequest.parse(now);
    if (request.isEmpty()) {
      return;
    }
    BitSet called = new BitSet();
    context.onTaskClock(
        task -> {
          AddressSpaceView mm = task.task().mm();
          if (text.equals(now) && !called.get(mm.id())) {
            called.set(mm.id());
            mark(task, mm, request, scans.apply(mm));
          }
          return NEVER;
        });
  }

  private void mark(TaskContext task, AddressSpaceView mm, LazyRequest request, MmScan scan) {
    NumabKnobs now = knobs.get();
    PageTableWriter table = scan.table();
    int time = LastCpupid.accessTime(task.nowNs() / 1_000_000L, now.accessTimeBits());
    int timed = now.tiering() ? scan.slowNodes() : 0;
    var choice =
        new ProtNoneMarker.Choice(allNodes, timed, time, ProtNoneMarker.DirtyFiles.LEFT_ALONE);
    for (Vma vma : mm.vmas()) {
      if (vma.migratable() && request.covers(mm, vma)) {
        marker.lazily(scan.lazyMarks());
        marker.mark(mm, table, vma, vma.firstPage(), vma.endPage(), choice);
      }
    }
    task.charge(marker.takeCostNs());
  }
}
