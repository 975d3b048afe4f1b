package org.tierlab.sim.engine;

import java.util.PriorityQueue;

/** Events in order of time, and of scheduling among those of one time. */
final class EventQueue {
  /** A scheduled event. */
  static final class Event implements Comparable<Event> {
    private final long atPs;
    private final long order;
    private final Runnable action;
    private boolean cancelled;

    Event(long atPs, long order, Runnable action) {
      this.atPs = atPs;
      this.order = order;
      this.action = action;
    }

    void cancel() {
      cancelled = true;
    }

    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(atPs, other.atPs);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(order);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long scheduled;

  Event at(long atPs, Runnable action) {
    Event event = new Event(atPs, scheduled++, action);
    events.add(event);
    return event;
  }

  /** Time of the next event that is not cancelled, {@link Long#MAX_VALUE} without. */
  long nextPs() {
    while (!events.isEmpty() && events.peek().cancelled) {
      events.poll();
    }
    return events.isEmpty() ? Long.MAX_VALUE : events.peek().atPs;
  }

  /** Runs the next event. Only after {@link #nextPs} has shown that there is one. */
  void runNext() {
    Event event = events.remove();
    event.action.run();
  }
}
