package org.tierlab.shell.run;

import java.util.function.LongSupplier;

/** Adds up the time between resume and pause. Thread-safe. */
final class RunningTime {

  private final LongSupplier clockNs;
  private long sumNs;
  private long sinceNs;
  private boolean runs;

  RunningTime(LongSupplier clockNs) {
    this.clockNs = clockNs;
  }

  synchronized void resume() {
    if (!runs) {
      sinceNs = clockNs.getAsLong();
      runs = true;
    }
  }

  synchronized void pause() {
    sumNs = ns();
    runs = false;
  }

  synchronized boolean isPaused() {
    return !runs;
  }

  synchronized long ns() {
    return runs ? sumNs + clockNs.getAsLong() - sinceNs : sumNs;
  }
}
