package org.tierlab.sim.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How other threads reach a run: what they ask for waits for the next safe point, where the run's
 * own thread serves it; they can pause it, let it step and stop it.
 *
 * <p>The run's thread holds the lock while it makes a step. Whoever has it sees the run between two
 * steps.
 */
final class RunControl {
  private static final long LOOK_AGAIN_NS = 50_000_000L;
  private static final int LOOK_AGAIN_MS = 20;

  private final ReentrantLock stepLock = new ReentrantLock(true);
  private final Condition asked = stepLock.newCondition();
  private final Queue<Runnable> requests = new ConcurrentLinkedQueue<>();
  private final Guard guard;
  private boolean paused;
  private long pauseAtPs = Long.MAX_VALUE;
  private volatile boolean over;
  private volatile String stopReason = "";

  /**
   * Makes the control of a run that has not begun.
   *
   * @param guard says when the run has been abandoned
   */
  RunControl(Guard guard) {
    this.guard = guard;
  }

  void lock() {
    stepLock.lock();
  }

  void unlock() {
    stepLock.unlock();
  }

  /**
   * Waits for the safe point, but not for a plug-in that never returns.
   *
   * @return false, without the lock, if the run has been abandoned
   */
  boolean lockUnlessAbandoned() {
    boolean interrupted = false;
    boolean locked = false;
    while (!locked && !guard.abandoned()) {
      try {
        locked = stepLock.tryLock(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return locked;
  }

  /** Has something done at the next safe point, or at once if the run is over. */
  void ask(Runnable request) {
    requests.add(request);
    signal();
  }

  /** Does what was asked for, in order. */
  void serve() {
    for (Runnable request = requests.poll(); request != null; request = requests.poll()) {
      request.run();
    }
  }

  private void signal() {
    if (over) {
      serve();
    } else if (stepLock.tryLock()) {
      try {
        asked.signalAll();
      } finally {
        stepLock.unlock();
      }
    }
  }

  void pause() {
    ask(() -> paused = true);
  }

  void resume() {
    ask(() -> goOnUntil(Long.MAX_VALUE));
  }

  /** Goes on until a simulated time, picoseconds. To be called at a safe point. */
  void goOnUntil(long ps) {
    paused = false;
    pauseAtPs = ps;
  }

  /** Pauses if the time has come to which the run was let go on. */
  void stepped(long nowPs) {
    if (nowPs >= pauseAtPs) {
      paused = true;
      pauseAtPs = Long.MAX_VALUE;
    }
  }

  /** Whether the run shall wait here. */
  boolean waiting() {
    return paused && !stopping();
  }

  /**
   * Waits for a request. A signal may be missed while the lock changes hands, so it looks again.
   */
  void awaitRequest() {
    try {
      while (requests.isEmpty() && !stopping()) {
        asked.awaitNanos(LOOK_AGAIN_NS);
      }
    } catch (InterruptedException e) {
      stopReason = "interrupted";
    }
  }

  /** Has the run end early. */
  void stop(String why) {
    stopReason = why;
    signal();
  }

  boolean stopping() {
    return !stopReason.isEmpty();
  }

  /** Why the run ends early, empty if it does not. */
  String stopReason() {
    return stopReason;
  }

  /** Nothing is carried out any more; what is asked from now on is served at once. */
  void close() {
    over = true;
  }

  boolean over() {
    return over;
  }
}
