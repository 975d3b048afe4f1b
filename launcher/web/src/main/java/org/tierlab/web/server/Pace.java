package org.tierlab.web.server;

import org.tierlab.shell.run.BackgroundRun;
import org.tierlab.shell.run.Refusal;
import org.tierlab.shell.run.ShellRuns;

/**
 * Holds a run back to a multiple of real time, by letting it make one step after another. Which
 * steps of the engine a run makes does not depend on it.
 *
 * <p>Whoever pauses or resumes the run {@link #release releases} it first, which waits for the end
 * of the present step: a step that is paused in its midst would never end.
 */
final class Pace {
  private static final long TICK_MS = 50;
  private static final double MOST = 1e6;
  private static final long FIRST_STEP_NS = 10_000_000;
  private static final long SHORT_MS = TICK_MS / 2;
  private static final long LONG_MS = 2 * TICK_MS;

  private final ShellRuns runs;
  private volatile double factor;
  private volatile boolean closed;

  /** Simulated time that passes within about a tick, so that nobody waits long for a step. */
  private long mostNs = FIRST_STEP_NS;

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

  /** Sets the pace; a run that is held back is paused between two steps. */
  synchronized void set(double simulatedPerReal) throws InterruptedException {
    if (!(simulatedPerReal >= 0 && simulatedPerReal <= MOST)) {
      throw new Refusal("the speed is " + simulatedPerReal + ", expected 0 to " + MOST);
    }
    boolean wasHeld = factor > 0;
    factor = simulatedPerReal;
    if (!runs.hasRun() || runs.current().isOver()) {
      return;
    }
    BackgroundRun run = runs.current();
    if (factor > 0 && !run.isPaused()) {
      run.pause();
    } else if (factor == 0 && wasHeld && run.isPaused()) {
      run.resume();
    }
  }

  /** A run has begun: it is held back if a pace was set before. */
  synchronized void begun(BackgroundRun run) throws InterruptedException {
    if (factor > 0) {
      run.pause();
    }
  }

  /** The run is paused or goes on by somebody's wish: it is held back no more. */
  synchronized void release() {
    factor = 0;
  }

  private void hold() {
    try {
      while (!closed) {
        long began = System.nanoTime();
        hold(began);
        long left = TICK_MS - (System.nanoTime() - began) / 1_000_000;
        Thread.sleep(Math.max(1, left));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void hold(long began) throws InterruptedException {
    if (factor == 0 || !runs.hasRun() || !runs.current().isPaused()) {
      return;
    }
    long wanted = Math.max(1, Math.round(factor * TICK_MS * 1e6));
    try {
      runs.current().step(Math.min(wanted, mostNs));
    } catch (Refusal e) {
      factor = 0;
      return;
    }
    long tookMs = (System.nanoTime() - began) / 1_000_000;
    if (tookMs < SHORT_MS && mostNs < wanted) {
      mostNs *= 2;
    } else if (tookMs > LONG_MS) {
      mostNs = Math.max(FIRST_STEP_NS / 10, mostNs / 2);
    }
  }

  void close() {
    closed = true;
    thread.interrupt();
  }
}
