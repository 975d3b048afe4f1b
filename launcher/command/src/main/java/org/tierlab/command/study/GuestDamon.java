package org.tierlab.command.study;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.tierlab.api.PluginName;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.SourceSpec;
import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.knob.Unit;
import org.tierlab.api.time.Kthread;
import org.tierlab.api.time.TaskContext;
import org.tierlab.sim.experiment.CostModel;

/**
 * DAMON inside a guest whose only virtual CPU is a thread of an emulator, which shares its host.
 *
 * <p>While the guest keeps its CPU busy, the host takes it away now and then: neither the task nor
 * kdamond runs until it is back, and a timer that has expired meanwhile fires at once. A sampling
 * interval in which that happens is longer and yet holds less of the task's time. An idle guest
 * gives its CPU away by itself and loses nothing.
 */
@PluginName(name = GuestDamon.NAME)
final class GuestDamon implements HotnessSource {
  static final String NAME = "damon-in-guest";

  /**
   * A read and write of a page that no TLB holds. Recorded: a median of 145 passes a second over
   * 65,536 pages (linux-numab.csv, m0_hot100).
   */
  static final double ACCESS_NS = 1e9 / (145 * 65_536.0);

  /** The same as the latency of memory, beside a walk (the default of {@code walk_ns}, 25 ns). */
  static final double LATENCY_NS = ACCESS_NS - KnobSet.of(CostModel.class).defaults().walkNs();

  /**
   * What waking up and looking at the samples takes. Recorded: aggregations of 20 samples of 5 ms
   * have a median length of 107 ms while the CPU is idle nine tenths of the time (rate50ms).
   */
  static final double WAKE_NS = 350_000;

  /**
   * Mean time that the host keeps the CPU, exponentially distributed. Derived from the time stamps
   * of the busy recording (static13at37): with it, and the mean time between, the lengths of
   * simulated aggregations have its median, 116 ms, and its spread.
   */
  static final double STOLEN_NS = 4_000_000;

  /** Mean time that the guest runs before the host takes the CPU, exponentially distributed. */
  static final double RUNNING_NS = 18_600_000;

  private final HotnessSource damon;
  private double passNs;
  private double periodNs;
  private double stolenNs;
  private double busyNs;
  private long stolenUntilNs;

  /**
   * What the guest's task does.
   *
   * @param passNs how long a pass takes
   * @param periodNs from pass to pass; no more than a pass for a task that is never idle
   * @param operations of the monitor
   */
  record GuestKnobs(
      @Knob(
              value = "3585850",
              unit = Unit.NS,
              min = 1,
              about = "How long a pass of the task takes.")
          double passNs,
      @Knob(
              value = "0",
              unit = Unit.NS,
              min = 0,
              about = "From pass to pass; no more than a pass for a task that is never idle.")
          double periodNs,
      @Knob(value = "fvaddr", about = "What the monitor watches.") String operations) {}

  /**
   * Puts a monitor into a guest.
   *
   * @param damon the monitor
   */
  GuestDamon(HotnessSource damon) {
    this.damon = damon;
  }

  /** What kdamond, which sleeps for 5 ms each time, leaves of the CPU to the task. */
  static double taskShare() {
    return 5_000_000 / (5_000_000 + WAKE_NS);
  }

  @Override
  public SourceSpec spec() {
    return new SourceSpec(GuestKnobs.class, damon.spec().evidence());
  }

  @Override
  public void attach(SourceContext context) {
    GuestKnobs knobs = context.knobs(GuestKnobs.class).get();
    passNs = knobs.passNs();
    periodNs = Math.max(passNs, knobs.periodNs());
    busyNs = exponential(context, RUNNING_NS);
    context.onTaskClock(task -> takeAway(context, task));
    Object guest =
        Proxy.newProxyInstance(
            SourceContext.class.getClassLoader(),
            new Class<?>[] {SourceContext.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("knobs")) {
                return damonKnobs(knobs);
              }
              try {
                Object answer = method.invoke(context, arguments);
                return answer instanceof Kthread thread ? new GuestThread(thread) : answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    damon.attach((SourceContext) guest);
  }

  private Knobs<?> damonKnobs(GuestKnobs knobs) {
    return Knobs.fixed(
        KnobSet.of(damon.spec().knobs()).bind(Map.of("operations", knobs.operations())));
  }

  private static double exponential(SourceContext context, double mean) {
    return -mean * StrictMath.log(1 - context.random().nextDouble());
  }

  private long takeAway(SourceContext context, TaskContext task) {
    if (task.task().cpuTimeNs() >= dueNs()) {
      double ns = exponential(context, STOLEN_NS);
      stolenUntilNs = task.nowNs() + Math.round(ns);
      task.charge(ns);
      stolenNs += ns;
      busyNs += exponential(context, RUNNING_NS);
    }
    return dueNs();
  }

  /** The task's CPU time at which it has been busy for so long; its pauses count as CPU time. */
  private long dueNs() {
    double passes = Math.floor(busyNs / passNs);
    return Math.round(stolenNs + passes * periodNs + (busyNs - passes * passNs));
  }

  /** A kernel thread that runs when the guest's CPU is there. */
  private final class GuestThread implements Kthread {
    private final Kthread thread;

    GuestThread(Kthread thread) {
      this.thread = thread;
    }

    @Override
    public String name() {
      return thread.name();
    }

    @Override
    public void after(long delayNs, Runnable work) {
      thread.after(delayNs, () -> wake(delayNs, work));
    }

    private void wake(long sleptNs, Runnable work) {
      if (stolenUntilNs > thread.nowNs()) {
        thread.after(stolenUntilNs - thread.nowNs(), () -> wake(sleptNs, work));
        return;
      }
      if (sleptNs > 0) {
        thread.charge(WAKE_NS);
      }
      work.run();
    }

    @Override
    public void cancel() {
      thread.cancel();
    }

    @Override
    public boolean pending() {
      return thread.pending();
    }

    @Override
    public void charge(double ns) {
      thread.charge(ns);
    }

    @Override
    public long nowNs() {
      return thread.nowNs();
    }

    @Override
    public boolean sliceUsed() {
      return thread.sliceUsed();
    }
  }
}
