package org.tierlab.sim.engine;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Every call into a plug-in goes through here: what it throws is caught and held against it, and
 * another thread can see which call has been under way for how long.
 */
final class Guard {
  /** Thrown to unwind a plug-in whose run has been abandoned. */
  static final class AbandonedError extends Error {
    private static final long serialVersionUID = 1L;

    AbandonedError() {
      super("the run has ended without this plug-in", null, false, false);
    }
  }

  /** Not in a plug-in. */
  private static final int NONE = 0;

  /** The plug-ins by the number that they have here, from 1 on. */
  private final List<Attachment> known = new CopyOnWriteArrayList<>();

  /**
   * Written by the run's thread alone: release is enough, and spares a fence for every call. A
   * number, because a reference that is released costs ten times as much.
   */
  private final AtomicInteger current = new AtomicInteger(NONE);

  private final AtomicInteger outermost = new AtomicInteger(NONE);
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong outerCalls = new AtomicLong();
  private volatile boolean abandoned;

  /**
   * Calls a plug-in.
   *
   * @return false if it failed
   */
  boolean call(Attachment plugin, Runnable code) {
    if (plugin.failed()) {
      return false;
    }
    int number = numberOf(plugin);
    int outer = current.getPlain();
    if (outer == NONE) {
      outermost.setRelease(number);
      outerCalls.setOpaque(outerCalls.getPlain() + 1);
    }
    enter(number);
    try {
      code.run();
      return !plugin.failed();
    } catch (AbandonedError e) {
      throw e;
    } catch (OutOfMemoryError | InternalError e) {
      throw e;
    } catch (Throwable e) {
      // Whatever a plug-in throws is held against it, checked exceptions in disguise included.
      checkAlive();
      plugin.fail(describe(e));
      return false;
    } finally {
      if (outer == NONE) {
        outermost.setRelease(NONE);
      }
      enter(outer);
      checkAlive();
    }
  }

  /** Code that may refuse its input. */
  interface Building {
    void run() throws IOException;
  }

  /** Calls a workload that is being built: what it throws is the caller's, its time is watched. */
  void build(Attachment plugin, Building code) throws IOException {
    int number = numberOf(plugin);
    outermost.setRelease(number);
    outerCalls.setOpaque(outerCalls.getPlain() + 1);
    enter(number);
    try {
      code.run();
    } finally {
      outermost.setRelease(NONE);
      enter(NONE);
      checkAlive();
    }
  }

  private int numberOf(Attachment plugin) {
    if (plugin.guardNumber == NONE) {
      known.add(plugin);
      plugin.guardNumber = known.size();
    }
    return plugin.guardNumber;
  }

  private void enter(int number) {
    current.setRelease(number);
    // Written by the run's thread alone, so that no atomic increment is needed.
    calls.setOpaque(calls.getPlain() + 1);
  }

  static String describe(Throwable thrown) {
    String message = thrown.getMessage();
    String line = message == null ? "" : ": " + message.lines().findFirst().orElse("");
    return "threw " + thrown.getClass().getSimpleName() + line;
  }

  /** Throws if the run has been abandoned. Called by everything that a plug-in may call. */
  void checkAlive() {
    if (abandoned) {
      throw new AbandonedError();
    }
  }

  /** Revokes all views: the thread that is stuck in a plug-in must not touch the run any more. */
  void abandon() {
    abandoned = true;
  }

  boolean abandoned() {
    return abandoned;
  }

  private @Nullable Attachment named(int number) {
    return number == NONE ? null : known.get(number - 1);
  }

  @Nullable Attachment current() {
    return named(current.getAcquire());
  }

  long calls() {
    return calls.getOpaque();
  }

  /** The plug-in that the engine itself has called, whoever was called from there. */
  @Nullable Attachment outermost() {
    return named(outermost.getAcquire());
  }

  long outerCalls() {
    return outerCalls.getOpaque();
  }
}
