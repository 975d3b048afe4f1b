package org.tierlab.sim.machine;

/** Simulated time in whole picoseconds out of nanoseconds. */
public final class Picoseconds {
  private Picoseconds() {}

  /**
   * Rounds to the nearest picosecond.
   *
   * @param ns nanoseconds, at least 0
   * @return picoseconds
   */
  public static long ofNs(double ns) {
    return round(ns * 1000);
  }

  /**
   * Rounds to the nearest whole number, as {@link Math#round(double)} does with more steps: it also
   * takes what is below 0 and what has no fraction.
   *
   * @param ps at least 0
   * @return the nearest whole number; from 2<sup>52</sup> on perhaps one more
   */
  public static long round(double ps) {
    return (long) (ps + 0.5);
  }

  /**
   * Rounds to the nearest nanosecond.
   *
   * @param ps picoseconds, at least 0
   * @return nanoseconds
   */
  public static long toNs(long ps) {
    return (ps + 500) / 1000;
  }
}
