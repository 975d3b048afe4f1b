package org.tierlab.sim.engine;

import java.util.List;
import org.tierlab.sim.law.DrawnTable;
import org.tierlab.sim.machine.Machine;
import org.tierlab.sim.task.SimTask;

/**
 * How long a step is where accesses are drawn.
 *
 * <p>Steps of exact mode end at every event. In a run that has lasted for a while, and where
 * nothing is in flight, events need not end steps: all that are due within a step run first, each
 * at its own time, and then tasks run the whole step. They see what events did up to a step early,
 * as they see what other tasks do.
 *
 * <p>And steps may be longer than a tick while they do not differ: no task has work due or ends,
 * the nodes' latencies are those of the step before, and few of the watched folios are met in a
 * step. A step with watched folios is no longer than one with events.
 */
final class Pace {
  /**
   * Longest step with events in it, picoseconds; one without ends at the next. Assumed: short
   * beside the periods of all scanners.
   */
  private static final long EVENTFUL_PS = 32 * Engine.STEP_PS;

  /**
   * Part of the time simulated so far that a step with events in it may take: what events do comes
   * earlier by half of that on average. As long as it is less than a tick, events end steps.
   * Assumed.
   */
  private static final long EVENTFUL_PART = 4096;

  /** For so long after a batch was in flight others are expected, picoseconds. Assumed. */
  private static final long FLIGHTS_PS = 1000 * Engine.STEP_PS;

  /** Relative change of a latency up to which load counts as settled. Assumed. */
  private static final double SETTLED = 1e-3;

  /** Part of the watched folios that may be met in a step if the next may be longer. Assumed. */
  private static final long MET_PART = 8;

  /** So few may always be met. Assumed. */
  private static final long FEW_MET = 8;

  private final Engine engine;
  private final List<DrawnTable> tables;
  private final double[] factors;
  private long lengthPs = Engine.STEP_PS;
  private long lastFlightPs = -FLIGHTS_PS;
  private long met;
  private long watched;

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
    boolean settled = settled();
    boolean alike = fewMet() && settled;
    long next = alike ? 2 * lengthPs : lengthPs / 2;
    long early = Math.min(EVENTFUL_PS, fromPs / EVENTFUL_PART);
    long quietPs = watched > 0 ? early : engine.events().nextPs() - fromPs;
    long most = Math.max(Engine.STEP_PS, Math.max(early, quietPs));
    lengthPs = undisturbed(Math.min(next, most));
    long end = Math.min(fromPs + lengthPs, Math.min(engine.nextLookPs(), limitPs));
    if (early < Engine.STEP_PS) {
      end = Math.min(end, Math.max(engine.events().nextPs(), fromPs + Engine.LEAST_STEP_PS));
      return Math.max(end, fromPs + 1);
    }
    return runAhead(Math.max(end, fromPs + 1), fromPs);
  }

  /**
   * Runs the events that are due before an end of the step; it ends earlier if a folio takes off.
   */
  private long runAhead(long end, long fromPs) {
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

  /** Whether the last step met few of the folios that were watched when it began. */
  private boolean fewMet() {
    long before = watched;
    long metBefore = met;
    met = 0;
    watched = 0;
    for (DrawnTable table : tables) {
      met += table.met();
      watched += table.watched();
    }
    return met - metBefore <= Math.max(FEW_MET, before / MET_PART);
  }

  /**
   * At most up to when a task has work to do or ends, but a tick; whole ticks, so that what is due
   * by ticks finds steps where exact mode has them.
   */
  private long undisturbed(long most) {
    long length = most;
    List<SimTask> tasks = engine.population().running();
    for (int i = 0; i < tasks.size() && length > Engine.STEP_PS; i++) {
      length = Math.min(length, tasks.get(i).undisturbedPs());
    }
    return Math.max(length - length % Engine.STEP_PS, Engine.STEP_PS);
  }
}
