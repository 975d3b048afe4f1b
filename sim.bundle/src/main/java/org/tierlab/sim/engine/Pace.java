package org.tierlab.sim.engine;

import java.util.List;
import org.tierlab.sim.law.DrawnTable;
import org.tierlab.sim.machine.Machine;
import org.tierlab.sim.task.SimTask;

/**
 * How long a step is where accesses are drawn.
 *
 * <p>Steps of exact mode end at every event. Where nothing is in flight events need not end steps:
 * all that are due within a step run first, each at its own time, and then tasks run the whole
 * step. They see what events did up to a step early, as they see what other tasks do.
 *
 * <p>And steps may be longer than a tick while they do not differ: no folio is watched, no task has
 * work due or ends, and the nodes' latencies are those of the step before.
 */
final class Pace {
  /**
   * Longest step with events in it, picoseconds; one without ends at the next. Assumed: short
   * beside the periods of all scanners.
   */
  private static final long EVENTFUL_PS = 32 * Engine.STEP_PS;

  /**
   * Part of the time simulated so far that a step with events in it may take, if that is more than
   * a tick: what events do comes earlier by half of that on average. Assumed.
   */
  private static final long EVENTFUL_PART = 4096;

  /** For so long after a batch was in flight others are expected, picoseconds. Assumed. */
  private static final long FLIGHTS_PS = 1000 * Engine.STEP_PS;

  /** Relative change of a latency up to which load counts as settled. Assumed. */
  private static final double SETTLED = 1e-3;

  private final Engine engine;
  private final List<DrawnTable> tables;
  private final double[] factors;
  private long lengthPs = Engine.STEP_PS;
  private long lastFlightPs = -FLIGHTS_PS;

  Pace(Engine engine, List<DrawnTable> tables) {
    this.engine = engine;
    this.tables = tables;
    factors = new double[engine.machine().nodes()];
  }

  /** Runs the events of the coming step and says when it ends. */
  long begin(long fromPs, long limitPs) {
    if (inFlight(fromPs)) {
      lengthPs = Engine.STEP_PS;
      return engine.endOfExactStep(limitPs);
    }
    lengthPs = settled() ? 2 * lengthPs : Engine.STEP_PS;
    long eventfulPs = Math.min(EVENTFUL_PS, Math.max(Engine.STEP_PS, fromPs / EVENTFUL_PART));
    lengthPs = Math.min(lengthPs, Math.max(eventfulPs, engine.events().nextPs() - fromPs));
    lengthPs = lengthPs();
    long end = Math.min(Math.min(fromPs + lengthPs, engine.nextLookPs()), limitPs);
    end = Math.max(end, fromPs + 1);
    while (engine.events().nextPs() < end) {
      engine.runEventAhead();
      if (inFlight(engine.nowPs())) {
        return Math.max(engine.nowPs(), fromPs + Engine.LEAST_STEP_PS);
      }
    }
    return end;
  }

  private boolean inFlight(long nowPs) {
    if (engine.pipeline().inFlight() > 0) {
      lastFlightPs = nowPs;
    }
    return nowPs - lastFlightPs < FLIGHTS_PS;
  }

  /** Whether the last step was like the one before it. */
  private boolean settled() {
    Machine machine = engine.machine();
    boolean same = true;
    for (int node = 0; node < factors.length; node++) {
      double factor = machine.node(node).loadFactor();
      same &= Math.abs(factor - factors[node]) <= SETTLED * factor;
      factors[node] = factor;
    }
    return same;
  }

  /** At most up to when a task has work to do or ends, but a tick; a tick if folios are watched. */
  private long lengthPs() {
    long length = lengthPs;
    for (DrawnTable table : tables) {
      if (table.watches()) {
        return Engine.STEP_PS;
      }
    }
    List<SimTask> tasks = engine.population().running();
    for (int i = 0; i < tasks.size() && length > Engine.STEP_PS; i++) {
      length = Math.min(length, tasks.get(i).undisturbedPs());
    }
    return Math.max(length, Engine.STEP_PS);
  }
}
