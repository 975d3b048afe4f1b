package org.tierlab.command.calibrate;

import java.util.List;

/**
 * A constant that rows may tell.
 *
 * @param name its key in a machine description, for example {@code nodes.0.latency}
 * @param base the value that it keeps if they do not
 * @param least the smallest that is tried
 * @param most the largest that is tried
 * @param grain what it has to be known to if it is about 0; above 0
 * @param unit what is written behind its number, empty for a number without unit
 * @param parts keys among which it is divided; one if it is a key itself
 */
record Constant(
    String name,
    double base,
    double least,
    double most,
    double grain,
    String unit,
    List<Part> parts) {

  /**
   * A key that has a share of a constant.
   *
   * @param path the key
   * @param share of the constant
   */
  record Part(String path, double share) {}

  Constant(String path, double base, double least, double most, double grain, String unit) {
    this(path, base, least, most, grain, unit, List.of(new Part(path, 1)));
  }

  /** A scale on which equal steps are equal shares, and on which 0 has a place. */
  double toScale(double value) {
    return StrictMath.log(Math.min(most, Math.max(least, value)) + grain);
  }

  double fromScale(double place) {
    return Math.min(most, Math.max(least, StrictMath.exp(place) - grain));
  }
}
