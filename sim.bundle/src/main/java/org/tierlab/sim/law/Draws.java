package org.tierlab.sim.law;

import org.tierlab.api.time.RandomStream;

/** Random variates. Logarithms and the like are {@link StrictMath}'s: the same on every JDK. */
final class Draws {
  /** Variance from which on a binomial count is drawn as a rounded normal one. */
  private static final double NORMAL_FROM = 50;

  /** Probability from which on 64 trials at once are cheaper than gaps between successes. */
  private static final double DENSE = 1.0 / 32;

  /** Up to here five terms of a logarithm's series leave out less than a rounding. */
  private static final double SHORT_SERIES = 1.0 / 16;

  /** So many times on average: that it never happens has a probability below 2<sup>-64</sup>. */
  private static final double CERTAIN = 45;

  private final RandomStream random;

  Draws(RandomStream random) {
    this.random = random;
  }

  /** At least 0 and less than a bound. */
  long below(long bound) {
    return random.nextLong(bound);
  }

  RandomStream random() {
    return random;
  }

  /** At least 0 and less than 1. */
  double unit() {
    return random.nextDouble();
  }

  /** Whether something happens at least once that happens so often on average. */
  boolean happens(double times) {
    return times > 0 && (times > CERTAIN || Ziggurat.exponential(random) < times);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /**
   * How many trials fail before the first success.
   *
   * @param probability of success, more than 0
   */
  long failures(double probability) {
    if (probability >= 1) {
      return 0;
    }
    return gap(rate(probability));
  }

  /** −log(1 − p), twice the inverse hyperbolic tangent of p/(2 − p): a series where it is short. */
  private static double rate(double p) {
    if (p > SHORT_SERIES) {
      return -StrictMath.log1p(-p);
    }
    double z = p / (2 - p);
    double square = z * z;
    return 2
        * z
        * (1 + square * (1 / 3.0 + square * (1 / 5.0 + square * (1 / 7.0 + square * (1 / 9.0)))));
  }

  private long gap(double rate) {
    return (long) Math.min(Ziggurat.exponential(random) / rate, 0x1p62);
  }

  /**
   * How many of some trials succeed. Exact where the variance is small; else a normal variate,
   * rounded, whose skewness is less than 1/7.
   */
  long successes(long trials, double probability) {
    if (probability <= 0 || trials == 0) {
      return 0;
    }
    if (probability > 0.5) {
      return trials - successes(trials, 1 - probability);
    }
    double mean = trials * probability;
    double variance = mean * (1 - probability);
    if (variance >= NORMAL_FROM) {
      long count = Math.round(mean + StrictMath.sqrt(variance) * Ziggurat.normal(random));
      return Math.max(0, Math.min(trials, count));
    }
    if (probability >= DENSE) {
      return dense(trials, probability);
    }
    double rate = rate(probability);
    long count = -1;
    long tried = 0;
    while (tried <= trials) {
      tried += gap(rate) + 1;
      count++;
    }
    return count;
  }

  private long dense(long trials, double probability) {
    long count = 0;
    long left = trials;
    for (; left >= 64; left -= 64) {
      count += Long.bitCount(mask(probability));
    }
    return left == 0 ? count : count + Long.bitCount(mask(probability) & (1L << left) - 1);
  }

  /**
   * Sixty-four trials at once: compares 64 uniform numbers with the probability, bit by bit from
   * the highest, until all are decided.
   *
   * @return a bit a success
   */
  long mask(double probability) {
    if (probability <= 0) {
      return 0;
    }
    if (probability >= 1) {
      return -1;
    }
    long undecided = -1;
    long below = 0;
    double rest = probability;
    while (undecided != 0 && rest > 0) {
      long bits = random.nextLong();
      rest *= 2;
      if (rest >= 1) {
        rest -= 1;
        below |= undecided & ~bits;
        undecided &= bits;
      } else {
        undecided &= ~bits;
      }
    }
    return below;
  }
}
