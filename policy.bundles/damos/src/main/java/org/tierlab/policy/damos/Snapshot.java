package org.tierlab.policy.damos;

import org.tierlab.api.hotness.HotnessEvents;

/** The latest aggregation of one source: the events that end at one time. */
final class Snapshot {
  private final HotnessEvents events = new HotnessEvents();
  private boolean fresh;

  /** Takes one more event; one with another end begins anew. */
  void take(HotnessEvents from, int i) {
    if (events.size() > 0 && events.toNs(0) != from.toNs(i)) {
      events.clear();
    }
    events.addFrom(from, i, from.source(i));
    fresh = true;
  }

  HotnessEvents events() {
    return events;
  }

  boolean fresh() {
    return fresh;
  }

  void applied() {
    fresh = false;
  }
}
