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
 * <p>From mm/damon/core.c, vaddr.c and paddr.c. A scheme belongs to one monitor, a damon source of
 * the run. An aggregation is what it has published with one end of interval; of several that came
 * while the thread was busy the latest counts. In a run without DAMON the ranges of other sources
 * will do as well. While watermarks keep the scheme off it only looks at them, and begins with the
 * first aggregation after they have switched it on.
 *
 * <p>What the scheme is applied to begins a new age at the monitor, for this scheme at once and for
 * others from the next aggregation on; while all schemes of a monitor are off it pauses.
 *
 * <p>Deviations: the thread has the name of the monitor's, and the time of both is added up under
 * it, but monitoring goes on while pages are migrated; aggregations are noticed within one sampling
 * interval; with an apply interval shorter than the aggregation, the same counts are used again.
 * Regions are not split for good where a quota or filter cuts them. Not thread-safe.
 */
public final class DamosPolicy {
  private static final int EVENTS = 4096;

  /** How often a scheme looks for aggregations before it knows the monitor's sampling interval. */
  private static final long SAMPLE_NS = 5_000_000;

  private final PolicyContext context;
  private final Knobs<DamosKnobs> knobs;
  private final Monitor monitor;
  private final Kthread thread;
  private final HotnessFeed feed;
  private final Scheme scheme;
  private final Watermarks watermarks = new Watermarks();
  private final HotnessEvents polled = new HotnessEvents();
  private final Map<Integer, Snapshot> snapshots = new TreeMap<>();
  private long nextApplyNs;
  private long sampleNs = SAMPLE_NS;
  private boolean on = true;

  /**
   * Starts the scheme.
   *
   * @param context the run
   * @param knobs the scheme
   * @throws KnobException if a destination is no node of the machine, or it is not clear which
   *     monitor the scheme belongs to
   */
  public DamosPolicy(PolicyContext context, Knobs<DamosKnobs> knobs) {
    this.context = context;
    this.knobs = knobs;
    int nodes = context.machine().nodes();
    if (knobs.get().destinations().highestNode() >= nodes) {
      throw new KnobException(
          "target_nid", "a destination is no node of the machine, expected 0 to " + (nodes - 1));
    }
    monitor = new Monitor(context, knobs.get().monitor());
    feed = context.hotness();
    thread = context.kthread(monitor.kdamond());
    scheme = new Scheme(context, knobs, thread, monitor);
    knobs.onChange(scheme::takeKnobs);
    monitor.needed(true);
    nextApplyNs = context.nowNs() + knobs.get().applyIntervalUs() * 1000;
    sleep();
  }

  private void sleep() {
    thread.after(on ? sampleNs : knobs.get().wmarksIntervalUs() * 1000, this::wake);
  }

  private void wake() {
    boolean wasOn = on;
    on = switchedOn();
    read();
    monitor.needed(on);
    if (!on || !wasOn) {
      snapshots.clear();
      sleep();
      return;
    }
    List<Snapshot> chosen =
        thread.nowNs() >= nextApplyNs
            ? snapshots.values().stream().filter(this::isToApply).toList()
            : List.of();
    if (!chosen.isEmpty()) {
      nextApplyNs = thread.nowNs() + knobs.get().applyIntervalUs() * 1000;
    }
    apply(chosen.iterator());
  }

  private void read() {
    monitor.look();
    snapshots.keySet().removeIf(source -> !monitor.is(source));
    while (feed.poll(polled, EVENTS) > 0) {
      for (int i = 0; i < polled.size(); i++) {
        int source = polled.source(i);
        if (monitor.is(source)) {
          snapshots.computeIfAbsent(source, unused -> new Snapshot()).take(polled, i);
          long lengthNs = polled.toNs(i) - polled.fromNs(i);
          sampleNs = polled.most(i) > 0 ? Math.max(1, lengthNs / polled.most(i)) : SAMPLE_NS;
        }
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
