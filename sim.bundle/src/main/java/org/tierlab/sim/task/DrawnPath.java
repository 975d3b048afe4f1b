package org.tierlab.sim.task;

import org.jspecify.annotations.Nullable;
import org.tierlab.api.workload.Access;
import org.tierlab.sim.law.DrawnTask;
import org.tierlab.sim.law.UniformPages;
import org.tierlab.sim.machine.Machine;

/**
 * Lets a task run whose accesses are drawn: those to open folios many at a time, those that meet a
 * watched one by {@link AccessPath#slow} as in exact mode.
 */
final class DrawnPath {
  private final Machine machine;
  private final AccessPath path;
  private final long[] served;
  private long lastAccess;
  private @Nullable AccessObserver observer;

  DrawnPath(Machine machine, AccessPath path) {
    this.machine = machine;
    this.path = path;
    served = new long[machine.nodes()];
  }

  void observe(@Nullable AccessObserver newObserver) {
    observer = newObserver;
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
      } else if (drawn.left() == 0) {
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
    UniformPages pages = drawn.pages();
    long fast = pages.untilWatched();
    long now = fromPs;
    if (fast > 0) {
      double eachPs = drawn.gapPs();
      for (int node = 0; node < served.length; node++) {
        eachPs += pages.share(node) * latency[node];
      }
      long fits = Math.max(1, Math.round((endPs - now) / eachPs));
      AccessMonitors watching = path.monitors();
      long untilSample = watching == null ? Long.MAX_VALUE : watching.untilNext(task);
      long count = Math.min(Math.min(fast, drawn.left()), Math.min(fits, untilSample));
      now += serve(task, drawn, count, count == untilSample, latency);
      if (watching != null) {
        now = watching.drawn(task, lastAccess, count, now);
      }
      fast -= count;
      if (count == fits && drawn.left() > 0 && watching == null) {
        // Their latencies add up to a little more or less than is left of the step.
        drawn.carryPs(now - endPs);
        return endPs;
      }
    }
    if (fast == 0 && drawn.left() > 0 && now < endPs) {
      long gapPs = drawn.begin(1);
      task.recordAccesses(0, gapPs);
      task.batch.clear();
      task.batch.add(Access.of(drawn.meet(), pages.stores(), 0));
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
    UniformPages pages = drawn.pages();
    pages.serve(tagged ? count - 1 : count, served);
    if (tagged) {
      boolean store = pages.stores();
      long page = pages.accessOpen(store);
      lastAccess = Access.of(page, store, 0);
      served[task.mm.store().nodeOf(page)]++;
    }
    AccessObserver present = observer;
    if (present != null) {
      present.drawn(task.mm.id(), pages, count);
    }
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
