package org.tierlab.sim.task;

import java.util.Arrays;
import org.tierlab.sim.law.DrawnLaw;
import org.tierlab.sim.law.DrawnTask;
import org.tierlab.sim.machine.Machine;
import org.tierlab.sim.machine.Picoseconds;

/**
 * Lets a task run whose accesses are drawn: those to open folios many at a time, those that meet a
 * watched one by {@link AccessPath#slow} as in exact mode.
 *
 * <p>While the task runs, accesses to open folios take what they take on average. Which nodes
 * served them is drawn at the end, for all together, and what they took longer than on average is
 * carried into its next step.
 */
final class DrawnPath {
  private final Machine machine;
  private final AccessPath path;
  private final double[] share;
  private final double[] expected;
  private final double[] unsettled;
  private final long[] served;
  private long unsettledCount;
  private long unsettledGapPs;
  private long lastAccess;

  DrawnPath(Machine machine, AccessPath path) {
    this.machine = machine;
    this.path = path;
    share = new double[machine.nodes()];
    expected = new double[machine.nodes()];
    unsettled = new double[machine.nodes()];
    served = new long[machine.nodes()];
  }

  /** As {@link AccessPath#run}. */
  long run(SimTask task, DrawnTask drawn, long fromPs, long endPs) {
    long[] latency = path.latencyOf(task);
    long now = fromPs + drawn.takeCarriedPs();
    while (now < endPs && !task.exited) {
      if (task.next < task.batch.to()) {
        now = path.slow(task, now, endPs);
        if (task.exited || task.blockedUntilPs > now || task.next < task.batch.to()) {
          break;
        }
        drawn.met();
      } else if (drawn.left() > 0) {
        now = advance(task, drawn, latency, now, endPs);
      } else {
        now += settle(task, drawn, latency);
        task.exited = !drawn.goOn();
      }
    }
    drawn.carryPs(settle(task, drawn, latency));
    return now;
  }

  /** Runs to the end of the step, the end of the phase or the next watched folio. */
  private long advance(SimTask task, DrawnTask drawn, long[] latency, long fromPs, long endPs) {
    DrawnLaw law = drawn.law();
    long fast = law.untilWatched(drawn.left());
    long now = fromPs;
    if (fast > 0) {
      double eachPs = drawn.gapPs();
      law.shares(share);
      for (int node = 0; node < share.length; node++) {
        eachPs += share[node] * latency[node];
      }
      drawn.pace(eachPs);
      AccessMonitors watching = path.monitors();
      long untilSample = watching == null ? Long.MAX_VALUE : watching.untilNext(task);
      double room = (endPs - now) / eachPs;
      boolean carries = law.varies() && untilSample == Long.MAX_VALUE;
      long fitting = Math.max(1, carries ? Math.round(room) : (long) Math.ceil(room));
      long fits = law.block(fitting);
      long count = Math.min(Math.min(fast, drawn.left()), Math.min(fits, untilSample));
      now += serve(drawn, count, count == untilSample, latency);
      if (watching != null) {
        now = watching.drawn(task, law, lastAccess, count, now);
      }
      fast -= count;
      if (count == fitting && drawn.left() > 0 && carries) {
        // They take a little more or less than is left of the step.
        drawn.carryPs(now - endPs);
        return endPs;
      }
    }
    if (fast == 0 && drawn.left() > 0 && now < endPs) {
      long gapPs = drawn.begin(1);
      unsettledGapPs += gapPs;
      task.batch.clear();
      task.batch.add(law.meet());
      task.next = task.batch.from();
      now += gapPs;
    }
    return now;
  }

  /**
   * Makes accesses to open folios.
   *
   * @param tagged whether the last of them is sampled, so that its page matters
   * @return how long they take on average
   */
  private long serve(DrawnTask drawn, long count, boolean tagged, long[] latency) {
    long gapPs = drawn.begin(count);
    Arrays.fill(expected, 0);
    lastAccess = drawn.law().serve(count, tagged, expected);
    double ps = 0;
    for (int node = 0; node < expected.length; node++) {
      unsettled[node] += expected[node];
      ps += expected[node] * latency[node];
    }
    unsettledCount += count;
    unsettledGapPs += gapPs;
    return gapPs + Picoseconds.round(ps);
  }

  /**
   * Books accesses to open folios: which nodes served them is drawn now.
   *
   * @return by how much they took longer than on average, picoseconds
   */
  private long settle(SimTask task, DrawnTask drawn, long[] latency) {
    task.recordAccesses(unsettledCount, unsettledGapPs);
    unsettledGapPs = 0;
    if (unsettledCount == 0) {
      return 0;
    }
    drawn.law().split(unsettledCount, unsettled, served);
    double longerPs = 0;
    for (int node = 0; node < served.length; node++) {
      if (served[node] != 0) {
        machine.recordAccesses(task.node(), node, served[node]);
      }
      longerPs += (served[node] - unsettled[node]) * latency[node];
      unsettled[node] = 0;
    }
    unsettledCount = 0;
    return Math.round(longerPs);
  }
}
