package org.tierlab.sim.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.time.TaskView;
import org.tierlab.api.time.TaskWork;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.memory.LruLists;
import org.tierlab.sim.recording.Timeline;
import org.tierlab.sim.task.SimTask;

/** The processes and tasks of a run. */
final class Population {
  /** Work in the context of every task, and the source that asked for it. */
  private record OwnedWork(Attachment owner, TaskWork work) {}

  private final Engine engine;
  private final List<AddressSpace> mms = new ArrayList<>();
  private final List<SimTask> tasks = new ArrayList<>();
  private final List<SimTask> live = new ArrayList<>();
  private final List<OwnedWork> taskWork = new ArrayList<>();
  private final LruLists lru;

  /** Tasks yet to start that the run waits for. */
  private int waitedFor;

  Population(Engine engine, int nodes) {
    this.engine = engine;
    lru = new LruLists(nodes);
  }

  LruLists lru() {
    return lru;
  }

  void add(AddressSpace mm) {
    mms.add(mm);
    lru.add(mm);
  }

  /** Adds a task that has yet to start. */
  void add(SimTask task) {
    tasks.add(task);
    waitedFor += task.background() ? 0 : 1;
  }

  /** Lets a task run from now on, with the work that sources do in the context of every task. */
  void start(SimTask task) {
    waitedFor -= task.background() ? 0 : 1;
    live.add(task);
    task.mm().taskStarted();
    for (OwnedWork one : taskWork) {
      addTaskWork(task, one.owner, one.work);
    }
  }

  int nextMmId() {
    return mms.size();
  }

  int nextTaskId() {
    return tasks.size();
  }

  @Nullable AddressSpace addressSpace(int id) {
    return id >= 0 && id < mms.size() && mms.get(id).started() ? mms.get(id) : null;
  }

  List<AddressSpace> allAddressSpaces() {
    return mms;
  }

  /** Page caches, in order of opening. */
  List<AddressSpaceView> pageCaches() {
    List<AddressSpaceView> found = new ArrayList<>();
    for (AddressSpace mm : mms) {
      if (mm.isPageCache()) {
        found.add(mm);
      }
    }
    return found;
  }

  List<AddressSpaceView> liveAddressSpaces() {
    List<AddressSpaceView> found = new ArrayList<>();
    for (AddressSpace mm : mms) {
      if (mm.started() && !mm.exited() && !mm.isPageCache()) {
        found.add(mm);
      }
    }
    return found;
  }

  List<TaskView> liveTasks() {
    return List.copyOf(live);
  }

  List<SimTask> running() {
    return live;
  }

  List<SimTask> allTasks() {
    return tasks;
  }

  /** Whether a task that the run waits for is left. */
  boolean unfinished() {
    if (waitedFor > 0) {
      return true;
    }
    for (SimTask task : live) {
      if (!task.background()) {
        return true;
      }
    }
    return false;
  }

  /** Removes tasks that have ended; their processes exit with the last one, if the run goes on. */
  void reap() {
    boolean goesOn = waitedFor > 0;
    for (SimTask task : live) {
      goesOn |= !task.exited() && !task.background();
    }
    for (int i = live.size() - 1; i >= 0; i--) {
      SimTask task = live.get(i);
      if (task.exited()) {
        live.remove(i);
        task.mm().taskEnded();
        if (goesOn && task.mm().liveTasks() == 0) {
          task.mm().exit();
          engine.plugins().exited(task.mm());
        }
      }
    }
  }

  void addTaskWork(Attachment owner, TaskWork work) {
    taskWork.add(new OwnedWork(owner, work));
    for (SimTask task : live) {
      addTaskWork(task, owner, work);
    }
  }

  private void addTaskWork(SimTask task, Attachment owner, TaskWork work) {
    TaskCall call = new TaskCall(engine, task);
    task.addDueWork(owner, atPs -> runTaskWork(owner, work, call, atPs));
  }

  private long runTaskWork(Attachment owner, TaskWork work, TaskCall call, long atPs) {
    long[] due = {Long.MAX_VALUE};
    SimTask task = call.task();
    call.begin(atPs, SimTask.KernelWork.SCAN);
    engine.faults().inTask(task, () -> engine.guard().call(owner, () -> due[0] = work.run(call)));
    task.dueNext(due[0]);
    if (call.nowPs() > atPs) {
      engine
          .machine()
          .timeline()
          .span(Timeline.Lane.TASK, task.name(), owner.name() + ": scan", atPs, call.nowPs(), 0);
    }
    return call.nowPs();
  }

  void removeTaskWork(Attachment owner) {
    taskWork.removeIf(one -> one.owner == owner);
    for (SimTask task : live) {
      task.removeDueWork(owner);
    }
  }
}
