package org.tierlab.api.workload;

import org.tierlab.api.time.RandomStream;

/**
 * Draws ranks of a Zipf law: rank <i>r</i>, from 1, with probability proportional to
 * 1/<i>r</i><sup>theta</sup>.
 *
 * <p>Rejection-inversion (W. Hörmann and G. Derflinger, 1996): the law is bounded by the integral
 * of its continuous form, which is inverted; little more than one number is needed for a draw,
 * whatever the size, and no table. {@link StrictMath} keeps draws the same on every JDK. Immutable.
 */
public final class ZipfRanks {
  private final long size;
  private final double exponent;
  private final double atFirst;
  private final double atLast;
  private final double squeeze;

  /**
   * Makes a law.
   *
   * @param size the number of ranks, at least 1
   * @param theta skew, 0 for a uniform law
   */
  public ZipfRanks(long size, double theta) {
    if (size < 1 || !(theta >= 0 && theta <= 100)) {
      throw new IllegalArgumentException("Zipf law of " + size + " ranks and skew " + theta);
    }
    this.size = size;
    exponent = theta;
    atFirst = integral(1.5) - 1;
    atLast = integral(size + 0.5);
    squeeze = 2 - inverse(integral(2.5) - density(2));
  }

  /**
   * Draws a rank.
   *
   * @param random where from
   * @return 1 … size
   */
  public long draw(RandomStream random) {
    while (true) {
      double area = atLast + random.nextDouble() * (atFirst - atLast);
      double x = inverse(area);
      long rank = Math.max(1, Math.min(size, (long) (x + 0.5)));
      if (rank - x <= squeeze || area >= integral(rank + 0.5) - density((double) rank)) {
        return rank;
      }
    }
  }

  private double density(double x) {
    return StrictMath.exp(-exponent * StrictMath.log(x));
  }

  /** The integral of the density from 1: (x^(1−θ) − 1)/(1 − θ), the logarithm at θ = 1. */
  private double integral(double x) {
    double log = StrictMath.log(x);
    double power = (1 - exponent) * log;
    return StrictMath.abs(power) < 1e-8
        ? log * (1 + power / 2)
        : log * StrictMath.expm1(power) / power;
  }

  private double inverse(double area) {
    double power = Math.max(-1, area * (1 - exponent));
    double log =
        StrictMath.abs(power) < 1e-8
            ? area * (1 - power / 2)
            : area * StrictMath.log1p(power) / power;
    return StrictMath.exp(log);
  }
}
