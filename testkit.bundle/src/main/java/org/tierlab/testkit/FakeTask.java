package org.tierlab.testkit;

import java.util.ArrayList;
import java.util.List;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.time.TaskContext;
import org.tierlab.api.time.TaskView;
import org.tierlab.api.time.TaskWork;

/**
 * A task of a {@link FakeRun}. Its CPU time advances while the test lets it run ({@link
 * FakeRun#runTasks(long)}, {@link #runFor(long)}) and by what is charged to it.
 */
public final class FakeTask implements TaskView, TaskContext {
  private final FakeRun run;
  private final int id;
  private final String name;
  private final FakeMm mm;
  private final List<Long> workDueNs = new ArrayList<>();
  private int cpu;
  private int homeNode = -1;
  private double clockNs;
  private double cpuTimeNs;
  private double chargedNs;
  private double lockedNs;
  private boolean exited;

  FakeTask(FakeRun run, int id, String name, FakeMm mm, int cpu) {
    this.run = run;
    this.id = id;
    this.name = name;
    this.mm = mm;
    this.cpu = cpu;
  }

  /**
   * Lets this task alone run, and the kernel threads beside it.
   *
   * @param ns simulated nanoseconds
   */
  public void runFor(long ns) {
    run.run(List.of(this), ns);
  }

  /**
   * Puts the task on a CPU. On another node all sources' task work runs when the task next does.
   *
   * @param newCpu a CPU of the machine
   * @return this
   */
  public FakeTask onCpu(int newCpu) {
    if (run.machine().nodeOfCpu(newCpu) != node()) {
      workDueNs.replaceAll(due -> 0L);
    }
    cpu = newCpu;
    return this;
  }

  /** Ends the task. */
  public void exit() {
    exited = true;
  }

  void setHomeNode(int node) {
    homeNode = node;
  }

  void wake() {
    clockNs = Math.max(clockNs, (double) run.nowNs());
  }

  void runUntil(long ns) {
    if (ns > clockNs) {
      cpuTimeNs += ns - clockNs;
      clockNs = ns;
    }
  }

  /** When the next task work is due if the task keeps running. */
  long nextWorkNs(int works) {
    long next = Long.MAX_VALUE;
    for (int i = 0; i < works; i++) {
      long due = dueNs(i);
      if (due != Long.MAX_VALUE) {
        next = Math.min(next, (long) Math.ceil(clockNs + Math.max(0, due - cpuTimeNs)));
      }
    }
    return next;
  }

  void dueBy(int work, long cpuNs) {
    if (work < workDueNs.size()) {
      workDueNs.set(work, Math.min(workDueNs.get(work), cpuNs));
    }
  }

  private long dueNs(int work) {
    return work < workDueNs.size() ? workDueNs.get(work) : 0;
  }

  void runDueWork(List<TaskWork> works) {
    while (workDueNs.size() < works.size()) {
      workDueNs.add(0L);
    }
    for (int i = 0; i < works.size(); i++) {
      if (!exited && cpuTimeNs >= workDueNs.get(i)) {
        long next = works.get(i).run(this);
        // A work that asks for a time gone by would spin; the kernel's tick cannot.
        workDueNs.set(i, Math.max(next, cpuTimeNs() + 1));
      }
    }
  }

  @Override
  public FakeTask task() {
    return this;
  }

  @Override
  public long nowNs() {
    return Math.max(run.nowNs(), (long) Math.ceil(clockNs));
  }

  @Override
  public void charge(double ns) {
    if (!(ns >= 0)) {
      throw new IllegalArgumentException(name + ": charge of " + ns + " ns");
    }
    wake();
    clockNs += ns;
    cpuTimeNs += ns;
    chargedNs += ns;
  }

  @Override
  public void chargeUnderMmapLock(double ns) {
    charge(ns);
    lockedNs += ns;
  }

  /**
   * Kernel time for which the task has held the mmap lock.
   *
   * @return nanoseconds, part of {@link #chargedNs()}
   */
  public double lockedNs() {
    return lockedNs;
  }

  /**
   * Kernel time charged to the task.
   *
   * @return nanoseconds
   */
  public double chargedNs() {
    return chargedNs;
  }

  @Override
  public int id() {
    return id;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public AddressSpaceView mm() {
    return mm;
  }

  FakeMm fakeMm() {
    return mm;
  }

  @Override
  public int cpu() {
    return cpu;
  }

  @Override
  public int node() {
    return run.machine().nodeOfCpu(cpu);
  }

  @Override
  public int homeNode() {
    return homeNode;
  }

  @Override
  public long cpuTimeNs() {
    return (long) cpuTimeNs;
  }

  @Override
  public boolean exited() {
    return exited;
  }
}
