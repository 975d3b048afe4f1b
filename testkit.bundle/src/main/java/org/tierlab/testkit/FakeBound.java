package org.tierlab.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.policy.AccessListener;
import org.tierlab.api.policy.BoundContext;
import org.tierlab.api.policy.Foresight;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.time.TaskView;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.api.workload.AccessGenerator;

/** Free moves, sight of every access and a scripted future, for policies that are bounds. */
final class FakeBound implements BoundContext, Foresight {
  private final FakeRun run;
  private final List<AccessListener> listeners = new ArrayList<>();
  private final Map<Integer, AccessGenerator> futures = new HashMap<>();
  private final Map<Integer, Long> made = new HashMap<>();
  private final Map<Folio, Integer> firstTouch = new HashMap<>();
  private int allocation = -1;

  FakeBound(FakeRun run) {
    this.run = run;
  }

  private record Folio(int mm, long head) {}

  /** Scripts what a task will access, from its first access on. */
  void foresee(FakeTask task, long... pages) {
    int[] next = {0};
    futures.put(task.id(), batch -> fill(batch, pages, next));
  }

  private static boolean fill(AccessBatch batch, long[] pages, int[] next) {
    int from = next[0];
    while (next[0] < pages.length && batch.room() > 0) {
      batch.add(Access.of(pages[next[0]++], false, 0));
    }
    return next[0] > from;
  }

  /** Where a folio that is touched for the first time goes. */
  int allocationNode(FakeMm mm, long head, int usual) {
    int node = firstTouch.getOrDefault(new Folio(mm.id(), head), allocation);
    int pages = mm.vmaOf(head).folioPages();
    return node >= 0 && run.machine().node(node).freePages() >= pages ? node : usual;
  }

  /** An access has been made. */
  void accessed(FakeTask task, long head) {
    made.merge(task.id(), 1L, Long::sum);
    int node = task.fakeMm().table().nodeOf(head);
    List.copyOf(listeners).forEach(listener -> listener.accessed(task, head, node));
  }

  @Override
  public void onAccess(AccessListener listener) {
    listeners.add(listener);
  }

  @Override
  public boolean place(MigrationPlan plan) {
    long[] change = new long[run.machine().nodes()];
    for (int i = 0; i < plan.size(); i++) {
      FakeMm mm = run.processes().fake(plan.mm(i));
      if (placeable(mm, plan.page(i))) {
        int pages = mm.vmaOf(plan.page(i)).folioPages();
        int from = mm.table().nodeOf(mm.head(plan.page(i)));
        if (from >= 0) {
          change[from] -= pages;
          change[plan.target(i)] += pages;
        }
      }
    }
    for (int node = 0; node < change.length; node++) {
      if (change[node] > run.machine().node(node).freePages()) {
        return false;
      }
    }
    for (int node = 0; node < change.length; node++) {
      run.machine().node(node).exchange(change[node]);
    }
    for (int i = 0; i < plan.size(); i++) {
      put(run.processes().fake(plan.mm(i)), plan.page(i), plan.target(i));
    }
    return true;
  }

  private void put(FakeMm mm, long page, int target) {
    if (!placeable(mm, page)) {
      return;
    }
    long head = mm.head(page);
    if (mm.table().nodeOf(head) < 0) {
      firstTouch.put(new Folio(mm.id(), head), target);
    } else {
      mm.table().place(head, target);
    }
  }

  @Override
  public void allocateOn(int node) {
    firstTouch.clear();
    allocation = node;
  }

  @Override
  public boolean placeable(AddressSpaceView mm, long page) {
    return !mm.exited() && mm.vmaOf(page).migratable();
  }

  @Override
  public Foresight foresight() {
    return this;
  }

  @Override
  public AccessGenerator accesses(TaskView task) {
    return futures.computeIfAbsent(task.id(), id -> batch -> false);
  }

  @Override
  public long made(TaskView task) {
    return made.getOrDefault(task.id(), 0L);
  }

  @Override
  public double overlappingMisses(TaskView task) {
    return 1;
  }
}
