package org.tierlab.sim.law;

import org.jspecify.annotations.Nullable;
import org.tierlab.api.time.RandomStream;

/**
 * How likely each folio of a range is with an access: all alike, or each by a mass of its own.
 * Masses are whole numbers, so that sums of them are exact in any order. Immutable.
 */
final class Spread {
  /** What masses of their own add up to, but for rounding: so much that each keeps 24 bits. */
  private static final double TOTAL = 0x1p61;

  /** Draws a folio. */
  interface Choice {
    /**
     * Takes random numbers.
     *
     * @param random where from
     * @return a folio, by its likelihood
     */
    int draw(RandomStream random);
  }

  private final long folios;
  private final float @Nullable [] weights;
  private final double scale;
  private final long total;
  private final Choice choice;

  private Spread(long folios, float @Nullable [] weights, double scale, Choice choice) {
    this.folios = folios;
    this.weights = weights;
    this.scale = scale;
    this.choice = choice;
    long sum = folios;
    if (weights != null) {
      sum = 0;
      for (int folio = 0; folio < weights.length; folio++) {
        sum += mass(folio);
      }
    }
    total = sum;
  }

  /**
   * Folios that are equally likely.
   *
   * @param folios how many
   */
  static Spread even(long folios) {
    return new Spread(folios, null, 1, random -> (int) random.nextLong(folios));
  }

  /**
   * Folios with weights of their own.
   *
   * @param weights one each, not negative, in any unit
   * @param choice draws by the same weights
   */
  static Spread of(float[] weights, Choice choice) {
    double sum = 0;
    for (float weight : weights) {
      sum += weight;
    }
    return new Spread(weights.length, weights, TOTAL / sum, choice);
  }

  long folios() {
    return folios;
  }

  boolean isEven() {
    return weights == null;
  }

  /** The mass of a folio; probability is mass over {@link #total}. */
  long mass(int folio) {
    return weights == null ? 1 : (long) (weights[folio] * scale);
  }

  long total() {
    return total;
  }

  /** Draws a folio. */
  int draw(RandomStream random) {
    return choice.draw(random);
  }
}
