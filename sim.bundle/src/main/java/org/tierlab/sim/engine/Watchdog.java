package org.tierlab.sim.engine;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Watches how long one call into a plug-in takes on the wall; decides nothing that a result holds.
 */
final class Watchdog {
  private final Guard guard;
  private final Duration budget;
  private final Consumer<Attachment> lost;
  private final Thread thread = new Thread(this::watch, "tierlab-watchdog");
  private volatile boolean stopped;

  Watchdog(Guard guard, Duration budget, Consumer<Attachment> lost) {
    this.guard = guard;
    this.budget = budget;
    this.lost = lost;
    thread.setDaemon(true);
  }

  Duration budget() {
    return budget;
  }

  void start() {
    thread.start();
  }

  void stop() {
    stopped = true;
    thread.interrupt();
  }

  private void watch() {
    long seenCalls = -1;
    long since = System.nanoTime();
    while (!stopped) {
      long calls = guard.calls();
      Attachment current = guard.current();
      long now = System.nanoTime();
      if (current == null || calls != seenCalls) {
        seenCalls = calls;
        since = now;
      } else if (now - since > budget.toNanos()) {
        lost.accept(current);
        return;
      }
      try {
        Thread.sleep(Math.max(1, budget.toMillis() / 20));
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
