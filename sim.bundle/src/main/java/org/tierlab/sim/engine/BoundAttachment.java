package org.tierlab.sim.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.policy.AccessListener;
import org.tierlab.api.policy.BoundContext;
import org.tierlab.api.policy.Foresight;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.time.TaskView;
import org.tierlab.api.workload.AccessGenerator;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.memory.PageStore;
import org.tierlab.sim.task.SimTask;

/** What the core offers to a policy that is a bound: free moves, sight of accesses, foresight. */
final class BoundAttachment implements BoundContext, Foresight {
  private final PolicyAttachment context;
  private final Engine engine;
  private final Attachment self;
  private final long[] change;
  private @Nullable ShadowWorkloads shadow;
  private AccessGenerator[] generators = {};

  BoundAttachment(PolicyAttachment context) {
    this.context = context;
    engine = context.engine;
    self = context.self;
    change = new long[engine.machine().nodes()];
  }

  @Override
  public void onAccess(AccessListener listener) {
    context.check();
    engine.limits().requireExact(self, "sees all accesses");
    engine.limits().requireNoFiles(self, "sees all accesses");
    self.accessListener = Objects.requireNonNull(listener);
    engine.watchAccesses();
  }

  @Override
  public boolean place(MigrationPlan plan) {
    context.check();
    java.util.Arrays.fill(change, 0);
    for (int i = 0; i < plan.size(); i++) {
      context.checkNode(plan.target(i));
      AddressSpace mm = (AddressSpace) plan.mm(i);
      long page = head(mm, plan.page(i));
      int node = movable(mm, page) ? mm.store().nodeOf(page) : -1;
      if (node >= 0 && node != plan.target(i)) {
        int pages = mm.vmaOf(page).folioPages();
        change[node] -= pages;
        change[plan.target(i)] += pages;
      }
    }
    for (int node = 0; node < change.length; node++) {
      if (change[node] > engine.machine().node(node).freePages()) {
        return false;
      }
    }
    settle();
    for (int i = 0; i < plan.size(); i++) {
      put((AddressSpace) plan.mm(i), plan.page(i), plan.target(i));
    }
    return true;
  }

  private void settle() {
    for (int node = 0; node < change.length; node++) {
      if (change[node] > 0) {
        engine.machine().node(node).take(change[node]);
      } else {
        engine.machine().node(node).give(-change[node]);
      }
    }
  }

  private void put(AddressSpace mm, long anyPage, int target) {
    long page = head(mm, anyPage);
    if (!movable(mm, page)) {
      return;
    }
    int node = mm.store().nodeOf(page);
    if (node < 0) {
      self.firstTouch.plan(mm, page, target);
    } else if (node != target) {
      mm.relocate(page, target);
      int pages = mm.vmaOf(page).folioPages();
      int from = engine.machine().node(node).tier();
      int to = engine.machine().node(target).tier();
      engine.pipeline().countFree(self, to < from ? pages : 0, to > from ? pages : 0);
    }
  }

  private static long head(AddressSpace mm, long page) {
    return mm.exited() ? page : page & -(long) mm.vmaOf(page).folioPages();
  }

  private static boolean movable(AddressSpace mm, long page) {
    return !mm.exited()
        && mm.vmaOf(page).migratable()
        && mm.store().entry(page) != PageStore.MIGRATION;
  }

  @Override
  public void allocateOn(int node) {
    context.check();
    if (node != -1) {
      context.checkNode(node);
    }
    self.firstTouch.all(node);
  }

  @Override
  public boolean placeable(AddressSpaceView mm, long page) {
    context.check();
    AddressSpace space = (AddressSpace) mm;
    return movable(space, head(space, page));
  }

  @Override
  public Foresight foresight() {
    context.check();
    if (shadow == null) {
      engine.limits().requireExact(self, "reads accesses ahead");
      engine.limits().requireNoFiles(self, "reads accesses ahead");
      ShadowWorkloads built = engine.shadow();
      shadow = built;
      self.shadow = built;
      generators = new AccessGenerator[built.tasks()];
    }
    return this;
  }

  @Override
  public AccessGenerator accesses(TaskView task) {
    context.check();
    AccessGenerator known = generators[task.id()];
    if (known == null) {
      AccessGenerator generator = Objects.requireNonNull(shadow).generator(task.id());
      known =
          batch -> {
            context.check();
            return generator.fill(batch);
          };
      generators[task.id()] = known;
    }
    return known;
  }

  @Override
  public long made(TaskView task) {
    context.check();
    return ((SimTask) task).accessesMade();
  }

  @Override
  public double overlappingMisses(TaskView task) {
    context.check();
    return ((SimTask) task).overlappingMisses();
  }
}
