package org.tierlab.testkit;

import org.jspecify.annotations.Nullable;
import org.tierlab.api.time.Kthread;

/**
 * A kernel thread of a {@link FakeRun}. It never waits for a CPU: work starts when it is due and
 * what was charged before has passed. A slice is 100 µs of charged time.
 */
public final class FakeKthread implements Kthread {
  /** Charged time after which {@link #sliceUsed()} says so, nanoseconds. */
  public static final double SLICE_NS = 100_000;

  private final FakeRun run;
  private final String name;
  private @Nullable Runnable work;
  private @Nullable Runnable completion;
  private long dueNs;
  private double clockNs;
  private double workStartNs;
  private double chargedNs;
  private long runs;
  private boolean working;

  FakeKthread(FakeRun run, String name) {
    this.run = run;
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void after(long delayNs, Runnable next) {
    if (delayNs < 0) {
      throw new IllegalArgumentException(name + ": delay of " + delayNs + " ns");
    }
    if (completion != null) {
      throw new IllegalStateException(name + " waits for a migration");
    }
    dueNs = nowNs() + delayNs;
    work = next;
  }

  @Override
  public void cancel() {
    work = null;
  }

  @Override
  public boolean pending() {
    return work != null || completion != null;
  }

  @Override
  public void charge(double ns) {
    if (!(ns >= 0)) {
      throw new IllegalArgumentException(name + ": charge of " + ns + " ns");
    }
    if (!working) {
      throw new IllegalStateException(name + " is charged while it does not run");
    }
    addCharge(ns);
  }

  void addCharge(double ns) {
    clockNs = Math.max(clockNs, (double) run.nowNs()) + ns;
    chargedNs += ns;
  }

  @Override
  public long nowNs() {
    return Math.max(run.nowNs(), (long) Math.ceil(clockNs));
  }

  @Override
  public boolean sliceUsed() {
    return clockNs - workStartNs >= SLICE_NS;
  }

  /**
   * CPU time charged so far.
   *
   * @return nanoseconds
   */
  public double chargedNs() {
    return chargedNs;
  }

  /**
   * How often the thread ran a piece of work or a completion.
   *
   * @return pieces of work
   */
  public long runs() {
    return runs;
  }

  void waitFor(Runnable migrated) {
    if (completion != null) {
      throw new IllegalStateException(name + " waits for a migration already");
    }
    work = null;
    completion = migrated;
  }

  long nextStartNs() {
    if (completion != null) {
      return nowNs();
    }
    return work == null ? Long.MAX_VALUE : Math.max(dueNs, nowNs());
  }

  void runNext() {
    Runnable next = completion != null ? completion : work;
    if (next == null) {
      return;
    }
    if (next == completion) {
      completion = null;
    } else {
      work = null;
    }
    clockNs = Math.max(clockNs, (double) run.nowNs());
    workStartNs = clockNs;
    runs++;
    working = true;
    try {
      next.run();
    } finally {
      working = false;
    }
  }
}
