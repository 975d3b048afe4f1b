package org.tierlab.command.calibrate;

import java.util.List;

/**
 * Least squares of relative errors by the method of Levenberg and Marquardt, within bounds, from
 * several starts. An error far above {@link #FAR} counts by its size and no more by its square, so
 * that a few bad rows do not decide. Values move on the scale of {@link Constant#toScale}.
 * Deterministic.
 */
final class LeastSquares {
  private static final int ITERATIONS = 200;
  private static final double STEP = 1e-5;
  private static final double ENOUGH = 1e-12;

  /** Relative error from which rows count less. */
  private static final double FAR = 0.1;

  private final RowModel model;
  private final List<Constant> constants;
  private final double[] measured;

  LeastSquares(RowModel model) {
    this.model = model;
    constants = model.constants();
    measured = model.rows().stream().mapToDouble(Measurement::value).toArray();
  }

  /** The best of what the starts lead to; constants that are not free have their base value. */
  double[] best(boolean[] free, List<double[]> starts) {
    double[] best = new double[0];
    double least = Double.POSITIVE_INFINITY;
    for (double[] start : starts) {
      double[] found = from(free, start);
      double cost = squares(errors(found));
      if (cost < least * (1 - 1e-9)) {
        least = cost;
        best = found;
      }
    }
    return best;
  }

  /** Logarithms of predicted over measured values. */
  double[] logarithms(double[] values) {
    double[] errors = model.predict(values);
    for (int i = 0; i < errors.length; i++) {
      errors[i] = StrictMath.log(errors[i] / measured[i]);
    }
    return errors;
  }

  /** The same as their squares count. */
  double[] errors(double[] values) {
    double[] errors = logarithms(values);
    for (int i = 0; i < errors.length; i++) {
      double far = errors[i] / FAR;
      double root = StrictMath.sqrt(1 + far * far);
      // (root - 1) without its cancellation.
      errors[i] = errors[i] * StrictMath.sqrt(2 / (1 + root));
    }
    return errors;
  }

  static double squares(double[] errors) {
    double sum = 0;
    for (double error : errors) {
      sum += error * error;
    }
    return sum;
  }

  /** By constant and row: how the error changes with the constant's place on its scale. */
  double[][] slopes(boolean[] free, double[] values) {
    double[][] slopes = new double[constants.size()][measured.length];
    for (int i = 0; i < slopes.length; i++) {
      if (free[i]) {
        Constant constant = constants.get(i);
        double place = constant.toScale(values[i]);
        double below = constant.toScale(constant.fromScale(place - STEP));
        double above = constant.toScale(constant.fromScale(place + STEP));
        double[] more = errors(with(values, i, constant.fromScale(above)));
        double[] less = errors(with(values, i, constant.fromScale(below)));
        for (int row = 0; row < measured.length; row++) {
          slopes[i][row] = (more[row] - less[row]) / (above - below);
        }
      }
    }
    return slopes;
  }

  private static double[] with(double[] values, int i, double value) {
    double[] changed = values.clone();
    changed[i] = value;
    return changed;
  }

  private double[] from(boolean[] free, double[] start) {
    double[] values = new double[start.length];
    for (int i = 0; i < values.length; i++) {
      Constant constant = constants.get(i);
      values[i] = free[i] ? constant.fromScale(constant.toScale(start[i])) : constant.base();
    }
    double[] errors = errors(values);
    double damping = 1e-2;
    for (int i = 0; i < ITERATIONS && damping < 1e10; i++) {
      double[][] slopes = slopes(free, values);
      double before = squares(errors);
      boolean better = false;
      while (!better && damping < 1e10) {
        double[] tried = step(free, values, slopes, errors, damping);
        double[] left = errors(tried);
        better = squares(left) < before;
        damping = better ? Math.max(1e-12, damping / 5) : damping * 4;
        if (better) {
          values = tried;
          errors = left;
        }
      }
      if (before - squares(errors) <= ENOUGH * before + 1e-24) {
        break;
      }
    }
    return values;
  }

  /** One step; a constant at a bound that would leave it stays there and the others move. */
  private double[] step(
      boolean[] free, double[] values, double[][] slopes, double[] errors, double damping) {
    boolean[] moving = free.clone();
    while (true) {
      double[] by = solve(moving, slopes, errors, damping);
      double[] tried = values.clone();
      boolean held = false;
      for (int i = 0; i < values.length; i++) {
        if (moving[i]) {
          Constant constant = constants.get(i);
          // No step is longer than a factor of about seven: far from the start slopes mean little.
          double move = Math.max(-2, Math.min(2, by[i]));
          tried[i] = constant.fromScale(constant.toScale(values[i]) + move);
          if (tried[i] == values[i] && by[i] != 0) {
            moving[i] = false;
            held = true;
          }
        }
      }
      if (!held) {
        return tried;
      }
    }
  }

  /** Normal equations with a damped diagonal, by elimination with pivots. */
  private static double[] solve(
      boolean[] moving, double[][] slopes, double[] errors, double damping) {
    int n = slopes.length;
    double[][] matrix = new double[n][n + 1];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        matrix[i][j] = moving[i] && moving[j] ? product(slopes[i], slopes[j]) : 0;
      }
      matrix[i][n] = moving[i] ? -product(slopes[i], errors) : 0;
      matrix[i][i] += damping * matrix[i][i] + 1e-12;
    }
    for (int i = 0; i < n; i++) {
      pivot(matrix, i);
      for (int row = i + 1; row < n; row++) {
        double factor = matrix[row][i] / matrix[i][i];
        for (int j = i; j <= n; j++) {
          matrix[row][j] -= factor * matrix[i][j];
        }
      }
    }
    double[] found = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      double sum = matrix[i][n];
      for (int j = i + 1; j < n; j++) {
        sum -= matrix[i][j] * found[j];
      }
      found[i] = sum / matrix[i][i];
    }
    return found;
  }

  private static void pivot(double[][] matrix, int i) {
    int best = i;
    for (int row = i + 1; row < matrix.length; row++) {
      best = Math.abs(matrix[row][i]) > Math.abs(matrix[best][i]) ? row : best;
    }
    double[] swapped = matrix[i];
    matrix[i] = matrix[best];
    matrix[best] = swapped;
  }

  static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
