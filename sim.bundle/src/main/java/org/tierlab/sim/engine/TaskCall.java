package org.tierlab.sim.engine;

import org.tierlab.api.Counts;
import org.tierlab.api.time.TaskContext;
import org.tierlab.sim.machine.Picoseconds;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.migration.Initiator;
import org.tierlab.sim.task.SimTask;

/** Kernel work in a task's context: moves the task's time on and books what for. Reused. */
@Counts(
    counter = "mmap_lock_contended",
    unit = "waits",
    about = "Times that a task waited for the mmap lock of its address space.",
    source = "model")
class TaskCall implements TaskContext, Initiator {
  final Engine engine;
  private SimTask task;
  private SimTask.KernelWork work = SimTask.KernelWork.FAULT;
  private long nowPs;

  TaskCall(Engine engine, SimTask task) {
    this.engine = engine;
    this.task = task;
  }

  final void task(SimTask newTask) {
    task = newTask;
  }

  final void begin(long atPs, SimTask.KernelWork newWork) {
    nowPs = atPs;
    work = newWork;
  }

  final SimTask.KernelWork work(SimTask.KernelWork newWork) {
    SimTask.KernelWork old = work;
    work = newWork;
    return old;
  }

  @Override
  public final SimTask task() {
    return task;
  }

  @Override
  public final String name() {
    return task.name();
  }

  @Override
  public final long nowNs() {
    return nowPs / 1000;
  }

  @Override
  public final long nowPs() {
    return nowPs;
  }

  @Override
  public final void charge(double ns) {
    engine.guard().checkAlive();
    if (!(ns >= 0 && ns < 1e15)) {
      throw new IllegalArgumentException("a task is charged " + ns + " ns");
    }
    long ps = Picoseconds.ofNs(ns);
    nowPs += ps;
    task.owe(work, ps);
  }

  @Override
  public final void chargeUnderMmapLock(double ns) {
    waitForMmapLock();
    long fromPs = nowPs;
    charge(ns);
    task.mm().mmapLock().hold(fromPs, nowPs);
  }

  /** Spins until nobody holds the mmap lock of the task's address space for writing. */
  final void waitForMmapLock() {
    long freePs = task.mm().mmapLock().freeAt(nowPs);
    if (freePs > nowPs) {
      engine.ledger().counter("mmap_lock_contended").add(1);
      task.owe(SimTask.KernelWork.LOCK, freePs - nowPs);
      nowPs = freePs;
    }
  }

  @Override
  public final void sleep(double ns) {
    long ps = Picoseconds.ofNs(ns);
    nowPs += ps;
    task.sleeps(ps);
  }

  @Override
  public final int payer() {
    return task.payer(work);
  }

  @Override
  public AddressSpace mm() {
    return task.mm();
  }
}
