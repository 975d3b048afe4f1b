package org.tierlab.testkit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.time.TaskView;

/** The address spaces and tasks of a {@link FakeRun}, in order of creation. */
final class FakeProcesses {
  private final FakeRun run;
  private final List<FakeMm> mms = new ArrayList<>();
  private final List<FakeTask> tasks = new ArrayList<>();

  FakeProcesses(FakeRun run) {
    this.run = run;
  }

  FakeMm add(String name) {
    FakeMm mm = new FakeMm(run, mms.size(), name);
    mms.add(mm);
    return mm;
  }

  List<FakeTask> allTasks() {
    return tasks;
  }

  List<TaskView> liveTasks() {
    return List.copyOf(tasks.stream().filter(task -> !task.exited()).toList());
  }

  List<AddressSpaceView> addressSpaces() {
    return List.copyOf(mms.stream().filter(mm -> !mm.exited() && !mm.isPageCache()).toList());
  }

  List<AddressSpaceView> pageCaches() {
    return List.copyOf(mms.stream().filter(FakeMm::isPageCache).toList());
  }

  /** Everything that has folios: processes that have not exited and page caches. */
  List<FakeMm> spaces() {
    return mms.stream().filter(mm -> !mm.exited()).toList();
  }

  @Nullable FakeMm addressSpace(int id) {
    return id >= 0 && id < mms.size() ? mms.get(id) : null;
  }

  FakeMm requireAddressSpace(int id) {
    return mms.get(id);
  }

  FakeMm fake(AddressSpaceView mm) {
    FakeMm known = addressSpace(mm.id());
    if (known != mm) {
      throw new IllegalArgumentException(mm + " is no address space of this run");
    }
    return known;
  }

  FakeTask fake(TaskView task) {
    return tasks.get(task.id());
  }

  FakeTask addTask(String name, FakeMm mm) {
    FakeTask task = new FakeTask(run, tasks.size(), name, mm, tasks.size() % run.machine().cpus());
    tasks.add(task);
    return task;
  }
}
