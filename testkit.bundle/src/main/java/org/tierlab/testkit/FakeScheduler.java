package org.tierlab.testkit;

import java.util.ArrayList;
import java.util.List;
import org.tierlab.api.policy.Scheduler;
import org.tierlab.api.time.TaskView;

/** Records requests and carries them out at once. */
final class FakeScheduler implements Scheduler {
  private final FakeRun run;
  private final List<SchedulerCall> calls = new ArrayList<>();

  FakeScheduler(FakeRun run) {
    this.run = run;
  }

  List<SchedulerCall> calls() {
    return calls;
  }

  @Override
  public void setHomeNode(TaskView task, int node) {
    calls.add(new SchedulerCall(SchedulerCall.Kind.HOME_NODE, task.id(), node));
    run.processes().fake(task).setHomeNode(node);
  }

  @Override
  public void swap(TaskView one, TaskView other) {
    calls.add(new SchedulerCall(SchedulerCall.Kind.SWAP, one.id(), other.id()));
    int cpu = one.cpu();
    run.processes().fake(one).onCpu(other.cpu());
    run.processes().fake(other).onCpu(cpu);
  }

  @Override
  public boolean moveToIdleCpu(TaskView task, int node) {
    calls.add(new SchedulerCall(SchedulerCall.Kind.MOVE, task.id(), node));
    for (int cpu = 0; cpu < run.machine().cpus(); cpu++) {
      if (run.machine().nodeOfCpu(cpu) == node && !busy(cpu)) {
        run.processes().fake(task).onCpu(cpu);
        return true;
      }
    }
    return false;
  }

  private boolean busy(int cpu) {
    return run.tasks().stream().anyMatch(task -> task.cpu() == cpu);
  }
}
