package org.tierlab.sim.engine;

import org.jspecify.annotations.Nullable;
import org.tierlab.api.policy.MigrationCompletion;
import org.tierlab.api.time.Kthread;
import org.tierlab.sim.machine.Picoseconds;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.migration.Initiator;
import org.tierlab.sim.migration.PlanRun;
import org.tierlab.sim.recording.Timeline;

/** A kernel thread: one pending piece of work, a time of its own, and a payer. */
final class SimKthread implements Kthread, Initiator {
  /** A work item should go back to the queue after this much CPU time. Assumed: below a tick. */
  static final long SLICE_PS = 100_000_000L;

  /** A thread that has run so often at one moment for nothing would run for ever. */
  private static final int MOST_IDLE_RUNS = 100_000;

  private final Engine engine;
  private final Attachment owner;
  private final String name;
  private final int payer;
  private EventQueue.@Nullable Event event;
  private @Nullable PlanRun plan;
  private boolean working;
  private long startPs;
  private long chargedPs;
  private long sleptPs;
  private long freePs;
  private long lastRunPs = -1;
  private int idleRuns;

  SimKthread(Engine engine, Attachment owner, String name) {
    this.engine = engine;
    this.owner = owner;
    this.name = name;
    payer = engine.machine().cpuState().payer(name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void after(long delayNs, Runnable work) {
    engine.guard().checkAlive();
    if (delayNs < 0) {
      throw new IllegalArgumentException(name + " cannot sleep for " + delayNs + " ns");
    }
    if (plan != null) {
      throw new IllegalStateException(name + " waits for a migration");
    }
    if (!owner.attached()) {
      return;
    }
    cancelEvent();
    long delayPs = delayNs > Long.MAX_VALUE / 2000 ? Long.MAX_VALUE / 2 : delayNs * 1000;
    event = engine.events().at(nowPs() + delayPs, () -> runWork(work));
  }

  private void runWork(Runnable work) {
    event = null;
    if (freePs > engine.nowPs()) {
      event = engine.events().at(freePs, () -> runWork(work));
      return;
    }
    countRun();
    inContext(() -> engine.guard().call(owner, work));
  }

  private void countRun() {
    idleRuns = engine.nowPs() == lastRunPs && chargedPs == 0 ? idleRuns + 1 : 0;
    lastRunPs = engine.nowPs();
    if (idleRuns > MOST_IDLE_RUNS) {
      owner.fail("kernel thread " + name + " runs again and again without taking time");
    }
  }

  /** Runs code as this thread: what is charged meanwhile occupies a CPU from now on. */
  private void inContext(Runnable code) {
    startPs = Math.max(engine.nowPs(), freePs);
    chargedPs = 0;
    sleptPs = 0;
    working = true;
    try {
      code.run();
    } finally {
      working = false;
      freePs = Math.max(freePs, startPs + chargedPs + sleptPs);
      engine.machine().cpuState().burst(payer, startPs, chargedPs);
      long endPs = startPs + chargedPs + sleptPs;
      if (endPs > startPs) {
        engine.machine().timeline().span(Timeline.Lane.KTHREAD, name, name, startPs, endPs, 0);
      }
    }
  }

  /** Carries a plan out; called inside work of this thread. */
  void migrate(PlanRun run, MigrationCompletion completion) {
    if (plan != null) {
      throw new IllegalStateException(name + " carries out a plan already");
    }
    if (!working) {
      throw new IllegalStateException(name + " submits a plan while it does not run");
    }
    cancelEvent();
    plan = run;
    proceed(run, completion);
  }

  private void proceed(PlanRun run, MigrationCompletion completion) {
    long free = run.advance(this, SLICE_PS);
    freePs = Math.max(freePs, free);
    engine.events().at(free, () -> landed(run, completion));
  }

  private void landed(PlanRun run, MigrationCompletion completion) {
    run.land();
    if (!owner.attached()) {
      run.cancelRest();
      plan = null;
      return;
    }
    countRun();
    inContext(
        () -> {
          if (run.finished()) {
            plan = null;
            engine.guard().call(owner, () -> completion.completed(run));
          } else {
            proceed(run, completion);
          }
        });
  }

  @Override
  public void cancel() {
    engine.guard().checkAlive();
    cancelEvent();
  }

  void cancelEvent() {
    EventQueue.Event pending = event;
    if (pending != null) {
      pending.cancel();
      event = null;
    }
  }

  /** The policy departs: what has not been tried is cancelled, a batch in flight still lands. */
  void detach() {
    cancelEvent();
    PlanRun run = plan;
    if (run != null) {
      run.cancelRest();
    }
  }

  @Override
  public boolean pending() {
    return event != null || plan != null;
  }

  @Override
  public void charge(double ns) {
    engine.guard().checkAlive();
    if (!(ns >= 0 && ns < 1e15)) {
      throw new IllegalArgumentException(name + " is charged " + ns + " ns");
    }
    if (!working) {
      throw new IllegalStateException(name + " is charged while it does not run");
    }
    chargedPs += Picoseconds.ofNs(ns);
  }

  @Override
  public int charge(double[] ns, int from, int to) {
    int next = from;
    while (next < to) {
      charge(ns[next]);
      // What costs the same takes the same: it is checked and rounded once.
      long eachPs = Picoseconds.ofNs(ns[next]);
      int behind = ++next;
      while (behind < to && ns[behind] == ns[next - 1]) {
        behind++;
      }
      while (next < behind && chargedPs < SLICE_PS) {
        chargedPs += eachPs;
        next++;
      }
      if (chargedPs >= SLICE_PS) {
        return next;
      }
    }
    return to;
  }

  @Override
  public void sleep(double ns) {
    sleptPs += Picoseconds.ofNs(ns);
  }

  @Override
  public int payer() {
    return payer;
  }

  @Override
  public long nowPs() {
    return working ? startPs + chargedPs + sleptPs : Math.max(engine.nowPs(), freePs);
  }

  @Override
  public long nowNs() {
    return nowPs() / 1000;
  }

  @Override
  public boolean sliceUsed() {
    return chargedPs >= SLICE_PS;
  }

  @Override
  public @Nullable AddressSpace mm() {
    return null;
  }
}
