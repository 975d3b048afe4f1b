package org.tierlab.itest.plugin;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Notices calls into an instance whose service was released. The counts are kept where the test and
 * every class loader that a jar is loaded by see the same.
 */
final class Released {

  private volatile boolean isReleased;

  void released() {
    isReleased = true;
    count("tierlab.itest.released");
  }

  /** Every call into the instance passes here. */
  void call() {
    count(isReleased ? "tierlab.itest.late" : "tierlab.itest.calls");
  }

  private static void count(String name) {
    ((AtomicLong) System.getProperties().get(name)).incrementAndGet();
  }
}
