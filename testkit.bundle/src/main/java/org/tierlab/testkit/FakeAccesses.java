package org.tierlab.testkit;

import java.util.List;
import org.tierlab.api.hotness.HintFaultHandler;

/** Accesses by the tasks of a {@link FakeRun}, one by one: first touches, hint faults, bits. */
final class FakeAccesses {
  private final FakeRun run;
  private double faultNs = 1_000;

  FakeAccesses(FakeRun run) {
    this.run = run;
  }

  void faultCostNs(double ns) {
    faultNs = ns;
  }

  void make(FakeTask task, long page, boolean write) {
    FakeBound bound = run.bound();
    List<FakeSourceContext> sources = run.plugins().sources();
    FakeMm mm = task.fakeMm();
    long head = mm.head(page);
    task.wake();
    if (!mm.table().isPresent(head)) {
      int usual = nodeWithRoom(task.node(), mm.vmaOf(head).folioPages());
      int node = bound.allocationNode(mm, head, usual);
      mm.place(head, node);
      run.allocated(node);
    }
    List<FakeSourceContext> marking =
        sources.stream().filter(source -> mm.table().isMarked(source.index(), head)).toList();
    if (!marking.isEmpty()) {
      marking.forEach(source -> mm.table().clearMark(source.index(), head));
      task.charge(faultNs);
    }
    for (FakeSourceContext source : marking) {
      HintFaultHandler handler = source.handler();
      if (handler != null) {
        handler.hintFault(new FakeHintFault(run, source.index(), task, head, write));
      }
    }
    mm.table().setAccessed(head);
    if (write) {
      mm.table().setDirty(head);
    }
    sources.forEach(source -> source.hardware().accessed(task, page, write));
    bound.accessed(task, head);
  }

  private int nodeWithRoom(int first, int pages) {
    FakeMachine machine = run.machine();
    if (machine.node(first).freePages() >= pages) {
      return first;
    }
    for (int node = 0; node < machine.nodes(); node++) {
      if (machine.node(node).freePages() >= pages) {
        return node;
      }
    }
    throw new IllegalStateException("no node has " + pages + " free pages");
  }
}
