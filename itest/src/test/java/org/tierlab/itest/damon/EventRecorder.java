package org.tierlab.itest.damon;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tierlab.api.PluginName;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.api.time.Kthread;

/** A policy that moves nothing and keeps every aggregation that it reads. */
@PluginName(name = "event-recorder")
final class EventRecorder implements PromotionPolicy {
  private static final long PERIOD_NS = 1_000_000;

  private final List<Aggregation> into;

  EventRecorder(List<Aggregation> into) {
    this.into = into;
  }

  record NoKnobs() {}

  @Override
  public PolicySpec spec() {
    return new PolicySpec(NoKnobs.class, Set.of());
  }

  @Override
  public void attach(PolicyContext context) {
    Kthread thread = context.kthread("recorder");
    thread.after(PERIOD_NS, () -> read(context, thread));
  }

  private void read(PolicyContext context, Kthread thread) {
    HotnessEvents events = new HotnessEvents();
    if (context.hotness().poll(events, Integer.MAX_VALUE) > 0) {
      List<Aggregation.Region> regions = new ArrayList<>();
      for (int i = 0; i < events.size(); i++) {
        long start = events.firstPage(i);
        regions.add(new Aggregation.Region(start, start + events.pages(i), events.count(i)));
      }
      into.add(new Aggregation(events.toNs(0) / 1_000_000, regions));
    }
    thread.after(PERIOD_NS, () -> read(context, thread));
  }
}
