package org.tierlab.report.figure;

/** One line of a figure. Immutable; its array is not to be written. */
public final class Series {
  private final String name;
  private final double[] values;

  /**
   * Makes a line.
   *
   * @param name for the legend
   * @param values one for each place of the figure
   */
  public Series(String name, double[] values) {
    this.name = name;
    this.values = values.clone();
  }

  /** What the legend calls it. */
  public String name() {
    return name;
  }

  /** How many values there are. */
  public int size() {
    return values.length;
  }

  /** One value. */
  public double value(int i) {
    return values[i];
  }
}
