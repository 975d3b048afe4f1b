package org.tierlab.policy.damos;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.policy.HotnessFeed;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.time.Kthread;

/**
 * DAMOS: applies a scheme to the regions that DAMON reports, in kdamond.
 *
 * <p>From mm/damon/core.c, vaddr.c and paddr.c. An aggregation is what one source has published
 * with one end of interval; of several that came while the thread was busy the latest counts. The
 * events of other sources that report ranges will do as well.
 *
 * <p>Deviations: the thread has the name of the monitor's, and the time of both is added up under
 * it, but monitoring goes on while pages are migrated; aggregations are noticed within one sampling
 * interval; with an apply interval shorter than the aggregation, the same counts are used again.
 * Regions are not split for good where a quota or filter cuts them. Not thread-safe.
 */
public final class DamosPolicy {
  private static final int EVENTS = 4096;

  private final PolicyContext context;
  private final Knobs<DamosKnobs> knobs;
  private final Kthread thread;
  private final HotnessFeed feed;
  private final Scheme scheme;
  private final Watermarks watermarks = new Watermarks();
  private final HotnessEvents polled = new HotnessEvents();
  private final Map<Integer, Snapshot> snapshots = new TreeMap<>();
  private long nextApplyNs;

  /**
   * Starts the scheme.
   *
   * @param context the run
   * @param knobs the scheme
   * @throws KnobException if a destination is no node of the machine
   */
  public DamosPolicy(PolicyContext context, Knobs<DamosKnobs> knobs) {
    this.context = context;
    this.knobs = knobs;
    int nodes = context.machine().nodes();
    if (knobs.get().destinations().highestNode() >= nodes) {
      throw new KnobException(
          "target_nid", "a destination is no node of the machine, expected 0 to " + (nodes - 1));
    }
    feed = context.hotness();
    thread = context.kthread("kdamond.0");
    scheme = new Scheme(context, knobs, thread);
    knobs.onChange(scheme::takeKnobs);
    nextApplyNs = context.nowNs() + knobs.get().applyIntervalUs() * 1000;
    sleep();
  }

  private void sleep() {
    thread.after(knobs.get().sampleUs() * 1000, this::wake);
  }

  private void wake() {
    read();
    boolean due = thread.nowNs() >= nextApplyNs;
    if (switchedOn() && due) {
      List<Snapshot> chosen = snapshots.values().stream().filter(this::isToApply).toList();
      if (!chosen.isEmpty()) {
        nextApplyNs = thread.nowNs() + knobs.get().applyIntervalUs() * 1000;
      }
      apply(chosen.iterator());
    } else {
      sleep();
    }
  }

  private void read() {
    while (feed.poll(polled, EVENTS) > 0) {
      for (int i = 0; i < polled.size(); i++) {
        snapshots.computeIfAbsent(polled.source(i), unused -> new Snapshot()).take(polled, i);
      }
    }
  }

  private boolean switchedOn() {
    DamosKnobs now = knobs.get();
    if (now.wmarksMetric() == Watermarks.Metric.NONE) {
      return true;
    }
    long rate = Watermarks.freeRate(context.machine());
    return watermarks.update(rate, now.wmarksHigh(), now.wmarksMid(), now.wmarksLow());
  }

  private boolean isToApply(Snapshot snapshot) {
    return snapshot.fresh() || knobs.get().applyIntervalUs() > 0;
  }

  private void apply(Iterator<Snapshot> rest) {
    if (!rest.hasNext()) {
      sleep();
      return;
    }
    Snapshot snapshot = rest.next();
    snapshot.applied();
    scheme.apply(snapshot.events(), () -> apply(rest));
  }
}
