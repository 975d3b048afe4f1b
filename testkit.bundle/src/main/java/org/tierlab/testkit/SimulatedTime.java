package org.tierlab.testkit;

/** Spans of simulated time in nanoseconds, for static import. */
public final class SimulatedTime {
  private SimulatedTime() {}

  /**
   * Microseconds.
   *
   * @param us how many
   * @return nanoseconds
   */
  public static long micros(long us) {
    return us * 1_000L;
  }

  /**
   * Milliseconds.
   *
   * @param ms how many
   * @return nanoseconds
   */
  public static long millis(long ms) {
    return ms * 1_000_000L;
  }

  /**
   * Seconds.
   *
   * @param s how many
   * @return nanoseconds
   */
  public static long seconds(long s) {
    return s * 1_000_000_000L;
  }
}
