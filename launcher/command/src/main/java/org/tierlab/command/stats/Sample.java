package org.tierlab.command.stats;

import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Independent measurements of one quantity, one a run. Intervals are of 95 % confidence and assume
 * that the measurements are normally distributed.
 *
 * @param values the measurements, at least one
 */
public record Sample(List<Double> values) {

  private static final double UPPER_TAIL = 0.025;

  /** Copies the list. */
  public Sample {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a sample has at least one value");
    }
  }

  /**
   * How many measurements there are.
   *
   * @return at least 1
   */
  public int size() {
    return values.size();
  }

  /**
   * The mean.
   *
   * @return sum over number
   */
  public double mean() {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / size();
  }

  /**
   * The standard deviation, estimated from the sample (divisor n − 1).
   *
   * @return 0 for one measurement
   */
  public double stdev() {
    return Math.sqrt(variance());
  }

  private double variance() {
    if (size() == 1) {
      return 0;
    }
    double mean = mean();
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return squares / (size() - 1);
  }

  /**
   * The standard deviation as a share of the mean.
   *
   * @return percent
   */
  public double percentStdev() {
    return 100 * stdev() / mean();
  }

  /**
   * The interval of the mean, by Student's t with n − 1 degrees of freedom.
   *
   * @return null for one measurement, which says nothing of its spread
   */
  public @Nullable Interval ci95() {
    return size() == 1 ? null : around(mean(), variance() / size(), size() - 1);
  }

  /**
   * The interval of the difference of two means, by Welch's t with the degrees of freedom of Welch
   * and Satterthwaite; the variances need not be equal.
   *
   * @param other what is subtracted from this one
   * @return null if either has one measurement
   */
  public @Nullable Interval minus(Sample other) {
    if (size() == 1 || other.size() == 1) {
      return null;
    }
    double mine = variance() / size();
    double theirs = other.variance() / other.size();
    double freedom =
        (mine + theirs)
            * (mine + theirs)
            / (mine * mine / (size() - 1) + theirs * theirs / (other.size() - 1));
    return around(mean() - other.mean(), mine + theirs, freedom);
  }

  private static Interval around(double center, double squaredError, double freedom) {
    if (squaredError == 0) {
      return new Interval(center, center);
    }
    double quantile = TDistribution.of(freedom).inverseSurvivalProbability(UPPER_TAIL);
    double half = quantile * Math.sqrt(squaredError);
    return new Interval(center - half, center + half);
  }
}
