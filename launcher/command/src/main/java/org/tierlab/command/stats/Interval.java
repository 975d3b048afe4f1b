package org.tierlab.command.stats;

/**
 * An interval of confidence.
 *
 * @param low its lower end
 * @param high its upper end
 */
public record Interval(double low, double high) {
  /**
   * Whether a value lies in it.
   *
   * @param value a number
   * @return true also at the ends
   */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /**
   * The interval in another unit.
   *
   * @param factor what both ends are multiplied by, above 0
   * @return a new interval
   */
  public Interval times(double factor) {
    return new Interval(low * factor, high * factor);
  }
}
