package org.tierlab.web.server;

import org.tierlab.shell.run.BackgroundRun;
import org.tierlab.shell.run.Refusal;
import org.tierlab.shell.run.ShellRuns;

/**
 * Holds a run back to a multiple of real time, by letting it make one step after another. Which
 * steps a run makes does not depend on it.
 */
final class Pace {
  private static final long TICK_MS = 50;
  private static final double MOST = 1e6;

  private final ShellRuns runs;
  private volatile double factor;
  private volatile boolean closed;
  private final Thread thread = new Thread(this::hold, "tierlab-web-pace");

  Pace(ShellRuns runs) {
    this.runs = runs;
    thread.setDaemon(true);
    thread.start();
  }

  /** Simulated seconds a real one, 0 for as many as there can be. */
  double factor() {
    return factor;
  }

  /** Sets the pace; a run that is held back counts as paused between two steps. */
  void set(double simulatedPerReal) throws InterruptedException {
    if (!(simulatedPerReal >= 0 && simulatedPerReal <= MOST)) {
      throw new Refusal("the speed is " + simulatedPerReal + ", expected 0 to " + MOST);
    }
    if (!runs.hasRun() || runs.current().isOver()) {
      factor = simulatedPerReal;
      return;
    }
    BackgroundRun run = runs.current();
    boolean wasHeld = factor > 0;
    factor = simulatedPerReal;
    synchronized (this) {
      if (factor > 0 && !run.isPaused()) {
        run.pause();
      } else if (factor == 0 && wasHeld && run.isPaused()) {
        run.resume();
      }
      notifyAll();
    }
  }

  /** A run has begun: it is held back if a pace was set before. */
  void begun(BackgroundRun run) throws InterruptedException {
    if (factor > 0) {
      run.pause();
    }
  }

  /** The run is paused or goes on by somebody's wish: it is held back no more. */
  void release() {
    factor = 0;
  }

  private void hold() {
    try {
      while (!closed) {
        long began = System.nanoTime();
        synchronized (this) {
          if (factor > 0 && runs.hasRun() && runs.current().isPaused()) {
            step(runs.current());
          }
        }
        long left = TICK_MS - (System.nanoTime() - began) / 1_000_000;
        Thread.sleep(Math.max(1, left));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void step(BackgroundRun run) throws InterruptedException {
    try {
      run.step(Math.max(1, Math.round(factor * TICK_MS * 1e6)));
    } catch (Refusal e) {
      factor = 0;
    }
  }

  void close() {
    closed = true;
    thread.interrupt();
  }
}
