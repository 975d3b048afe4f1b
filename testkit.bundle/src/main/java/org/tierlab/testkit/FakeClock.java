package org.tierlab.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tierlab.api.time.TaskWork;

/**
 * The clock of a run: lets kernel threads and task work run in order of time; at one time kernel
 * threads before tasks, each in order of creation.
 */
final class FakeClock {
  private static final int MAX_RUNS_WITHOUT_PROGRESS = 1_000_000;

  private final List<FakeKthread> kthreads = new ArrayList<>();
  private final List<TaskWork> taskWorks = new ArrayList<>();
  private long nowNs;

  long nowNs() {
    return nowNs;
  }

  void add(FakeKthread kthread) {
    kthreads.add(kthread);
  }

  /** Adds task work, and says which it is. */
  int add(TaskWork work) {
    taskWorks.add(work);
    return taskWorks.size() - 1;
  }

  List<FakeKthread> kthreads() {
    return Collections.unmodifiableList(kthreads);
  }

  /** Lets time pass while some tasks run and the others sleep. */
  void run(List<FakeTask> running, long ns) {
    if (ns < 0) {
      throw new IllegalArgumentException("time does not run backwards by " + -ns + " ns");
    }
    List<FakeTask> awake = List.copyOf(running);
    long end = nowNs + ns;
    awake.forEach(FakeTask::wake);
    int runsNow = 0;
    for (long next = nextNs(awake); next <= end; next = nextNs(awake)) {
      runsNow = next > nowNs ? 0 : runsNow + 1;
      if (runsNow > MAX_RUNS_WITHOUT_PROGRESS) {
        throw new IllegalStateException("work is repeated without end at " + nowNs + " ns");
      }
      nowNs = Math.max(nowNs, next);
      runNext(awake);
    }
    nowNs = end;
    awake.stream().filter(task -> !task.exited()).forEach(task -> task.runUntil(end));
  }

  private long nextNs(List<FakeTask> awake) {
    long next = Long.MAX_VALUE;
    for (FakeKthread kthread : kthreads) {
      next = Math.min(next, kthread.nextStartNs());
    }
    for (FakeTask task : awake) {
      next = Math.min(next, task.exited() ? Long.MAX_VALUE : task.nextWorkNs(taskWorks.size()));
    }
    return next;
  }

  private void runNext(List<FakeTask> awake) {
    for (FakeKthread kthread : kthreads) {
      if (kthread.nextStartNs() <= nowNs) {
        kthread.runNext();
        return;
      }
    }
    for (FakeTask task : awake) {
      if (!task.exited() && task.nextWorkNs(taskWorks.size()) <= nowNs) {
        task.runUntil(nowNs);
        task.runDueWork(taskWorks);
        return;
      }
    }
  }
}
