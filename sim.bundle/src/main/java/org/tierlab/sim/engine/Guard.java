package org.tierlab.sim.engine;

import java.io.IOException;
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

  /**
   * Written by the run's thread alone, and published by the counter that follows: a reference that
   * is released itself costs ten times as much, for every call.
   */
  private @Nullable Attachment current;

  private @Nullable Attachment outermost;
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
    Attachment outer = current;
    if (outer == null) {
      enterOutermost(plugin);
    }
    enter(plugin);
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
      if (outer == null) {
        enterOutermost(null);
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
    enterOutermost(plugin);
    enter(plugin);
    try {
      code.run();
    } finally {
      enterOutermost(null);
      enter(null);
      checkAlive();
    }
  }

  /** No atomic increment is needed where one thread writes. */
  private void enter(@Nullable Attachment plugin) {
    current = plugin;
    calls.setRelease(calls.getPlain() + 1);
  }

  private void enterOutermost(@Nullable Attachment plugin) {
    outermost = plugin;
    outerCalls.setRelease(outerCalls.getPlain() + 1);
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

  /** Changes with every call and return; what {@link #current} says afterwards is no older. */
  long calls() {
    return calls.getAcquire();
  }

  @Nullable Attachment current() {
    return current;
  }

  /** As {@link #calls} for {@link #outermost}. */
  long outerCalls() {
    return outerCalls.getAcquire();
  }

  /** The plug-in that the engine itself has called, whoever was called from there. */
  @Nullable Attachment outermost() {
    return outermost;
  }
}
