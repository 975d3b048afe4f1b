package org.tierlab.sim.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

  /** One call under observation. */
  private static final class Observed {
    private long call = -1;
    private long since;

    /** Whether the same call has been under way for longer than the budget. */
    boolean tooLong(@Nullable Attachment plugin, long number, long budgetNanos) {
      long now = System.nanoTime();
      if (plugin == null || number != call) {
        call = number;
        since = now;
        return false;
      }
      return now - since > budgetNanos;
    }
  }

  /**
   * Observes the innermost call, and the outermost for a plug-in that calls others without end. The
   * numbers are read before the plug-ins, so that a plug-in is never blamed for an earlier call.
   */
  private void watch() {
    Observed innermost = new Observed();
    Observed outermost = new Observed();
    while (!stopped) {
      long inner = guard.calls();
      Attachment current = guard.current();
      if (innermost.tooLong(current, inner, budget.toNanos())) {
        lost.accept(Objects.requireNonNull(current));
        return;
      }
      long outer = guard.outerCalls();
      Attachment first = guard.outermost();
      if (outermost.tooLong(first, outer, budget.toNanos())) {
        lost.accept(Objects.requireNonNull(first));
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
