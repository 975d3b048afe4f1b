package org.tierlab.sim.task;

import java.util.Arrays;
import org.tierlab.sim.law.DrawnLaw;
import org.tierlab.sim.law.DrawnTask;
import org.tierlab.sim.machine.Machine;

/**
 * Lets a task run whose accesses are drawn: those to open folios many at a time, those that meet a
 * watched one by {@link AccessPath#slow} as in exact mode.
 */
final class DrawnPath {
  /**
   * With so many accesses left in a step their latencies may add up to a little more or less than
   * it; fewer are made until the step is over, as in exact mode. Assumed.
   */
  private static final double MANY = 64;

  private final Machine machine;
  private final AccessPath path;
  private final long[] served;
  private long lastAccess;

  DrawnPath(Machine machine, AccessPath path) {
    this.machine = machine;
    this.path = path;
    served = new long[machine.nodes()];
  }

  /** As {@link AccessPath#run}. */
  long run(SimTask task, DrawnTask drawn, long fromPs, long endPs) {
    long now = fromPs + drawn.takeCarriedPs();
    while (now < endPs) {
      if (task.next < task.batch.to()) {
        now = path.slow(task, now, endPs);
        if (task.exited || task.blockedUntilPs > now || task.next < task.batch.to()) {
          return now;
        }
        drawn.met();
      } else if (!drawn.goOn()) {
        task.exited = true;
        return now;
      } else {
        now = advance(task, drawn, now, endPs);
      }
    }
    return now;
  }

  /** Runs to the end of the step, the end of the task or the next watched folio. */
  private long advance(SimTask task, DrawnTask drawn, long fromPs, long endPs) {
    long[] latency = path.latencyOf(task);
    DrawnLaw law = drawn.law();
    long fast = law.untilWatched(drawn.left());
    long now = fromPs;
    if (fast > 0) {
      double eachPs = drawn.gapPs();
      for (int node = 0; node < served.length; node++) {
        eachPs += law.share(node) * latency[node];
      }
      AccessMonitors watching = path.monitors();
      long untilSample = watching == null ? Long.MAX_VALUE : watching.untilNext(task);
      double room = (endPs - now) / eachPs;
      boolean carries = room > MANY && law.varies() && untilSample == Long.MAX_VALUE;
      long fitting = Math.max(1, carries ? Math.round(room) : (long) Math.ceil(room));
      long fits = law.block(fitting);
      long count = Math.min(Math.min(fast, drawn.left()), Math.min(fits, untilSample));
      now += serve(task, drawn, count, count == untilSample, latency);
      if (watching != null) {
        now = watching.drawn(task, law, lastAccess, count, now);
      }
      fast -= count;
      if (count == fitting && drawn.left() > 0 && carries) {
        // Their latencies add up to a little more or less than is left of the step.
        drawn.carryPs(now - endPs);
        return endPs;
      }
    }
    if (fast == 0 && drawn.left() > 0 && now < endPs) {
      long gapPs = drawn.begin(1);
      task.recordAccesses(0, gapPs);
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
   */
  private long serve(SimTask task, DrawnTask drawn, long count, boolean tagged, long[] latency) {
    long elapsed = drawn.begin(count);
    task.recordAccesses(count, elapsed);
    DrawnLaw law = drawn.law();
    Arrays.fill(served, 0);
    lastAccess = law.serve(count, tagged, served);
    for (int node = 0; node < served.length; node++) {
      if (served[node] != 0) {
        machine.recordAccesses(task.node(), node, served[node]);
        elapsed += served[node] * latency[node];
      }
    }
    drawn.took(count, elapsed);
    return elapsed;
  }
}
