package org.tierlab.command.calibrate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Constants fitted to rows, and what rows do not tell.
 *
 * <p>A constant is told by the rows if its standard error, all others being fitted too, is at most
 * {@link #TOLD} of its value, or {@link #TOLD_AGAINST_BASE} if the rows cannot be fitted as well
 * with its base value. The error of a row is what residuals say it is while all constants are
 * fitted, but at least {@link #NOISE}: nobody measures better, and rows as many as constants would
 * leave none. Of constants that are not told one after the other keeps its base value and the
 * others are fitted again: the last one of the model that is not missed, else the one that is
 * missed least. Then each of those that were put aside is tried once more.
 *
 * @param rows the measurements
 * @param errors fitted over measured values, less 1, in their order
 * @param verdicts what became of each constant, in the order of the model
 */
record Fit(List<Measurement> rows, List<Double> errors, List<Verdict> verdicts) {
  /** Largest standard error of a constant that counts as told, as a share of it. */
  static final double TOLD = 0.2;

  /** The same of one without which rows that its base value contradicts cannot be fitted. */
  static final double TOLD_AGAINST_BASE = 0.5;

  /** Least standard error of a row, as a share of its value. */
  static final double NOISE = 0.01;

  /** Effect on all rows below which there is none but rounding. */
  private static final double NO_EFFECT = 1e-9;

  /** Share of the strongest effect from which a row counts among those that tell a constant. */
  private static final double TELLING = 0.1;

  /** Share of a constant's effect that another must be able to stand in for to be named. */
  private static final double STAND_IN = 0.3;

  /**
   * What became of a constant.
   *
   * @param constant which
   * @param value fitted, or that of the base
   * @param fitted whether rows tell it
   * @param standardError as a share of the value, its grain added
   * @param lines of the rows that tell it
   * @param reason why it is not told, empty if it is
   */
  record Verdict(
      Constant constant,
      double value,
      boolean fitted,
      double standardError,
      List<Integer> lines,
      String reason) {}

  static Fit of(RowModel model) {
    return new Search(model).run();
  }

  /** The way to a fit. */
  private static final class Search {
    private final RowModel model;
    private final List<Constant> constants;
    private final LeastSquares squares;
    private final boolean[] free;
    private final String[] reasons;
    private double[] values;
    private double noise = NOISE;

    Search(RowModel model) {
      this.model = model;
      constants = model.constants();
      squares = new LeastSquares(model);
      free = new boolean[constants.size()];
      Arrays.fill(free, true);
      reasons = new String[constants.size()];
      Arrays.fill(reasons, "");
      values = squares.best(free, model.starts());
    }

    Fit run() {
      noise = scatter();
      putAsideWithoutEffect();
      for (int next = leastMissed(); next >= 0; next = leastMissed()) {
        reasons[next] = reason(next);
        free[next] = false;
        values = fitted();
      }
      for (int i = 0; i < free.length; i++) {
        if (!free[i]) {
          tryAgain(i);
        }
      }
      return result();
    }

    private double[] fitted() {
      List<double[]> starts = new ArrayList<>(model.starts());
      starts.add(values);
      return squares.best(free, starts);
    }

    /** All at once; what has no effect at one place only may have some at others. */
    private void putAsideWithoutEffect() {
      double[] effects = new double[free.length];
      List<double[]> places = new ArrayList<>(model.starts());
      places.add(values);
      for (double[] place : places) {
        double[][] slopes = squares.slopes(free, place);
        for (int i = 0; i < free.length; i++) {
          effects[i] = Math.max(effects[i], norm(slopes[i]));
        }
      }
      for (int i = 0; i < free.length; i++) {
        if (effects[i] < NO_EFFECT) {
          reasons[i] = "no row depends on it";
          free[i] = false;
          values[i] = constants.get(i).base();
        }
      }
    }

    /**
     * The last constant that is not told and without which the others fit the rows as well; if
     * there is none, the one that is missed least of those that are hardly told; else −1.
     */
    private int leastMissed() {
      double enough = enough();
      double[][] slopes = squares.slopes(free, values);
      int best = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int i : untold()) {
        free[i] = false;
        double cost = cost(squares.best(free, List.of(values)));
        free[i] = true;
        if (cost <= enough) {
          return i;
        }
        if (cost < least && noise / norm(own(slopes, i)) > TOLD_AGAINST_BASE) {
          best = i;
          least = cost;
        }
      }
      return best;
    }

    private double cost(double[] at) {
      return LeastSquares.squares(squares.errors(at));
    }

    /** What may be left of the rows' errors: two standard errors of a row more than now. */
    private double enough() {
      return cost(values) + 4 * noise * noise;
    }

    /** The standard error of a row. */
    private double scatter() {
      double[] errors = squares.errors(values);
      int spare = errors.length - directions(squares.slopes(free, values), -1).size();
      double found = spare > 0 ? Math.sqrt(LeastSquares.squares(errors) / spare) : 0;
      return Math.max(NOISE, found);
    }

    private void tryAgain(int i) {
      double[] before = values;
      int untold = untold().size();
      free[i] = true;
      values = fitted();
      List<Integer> now = untold();
      if (now.size() > untold || now.contains(i)) {
        free[i] = false;
        values = before;
      }
    }

    /** Constants that are not told, the last one first. */
    private List<Integer> untold() {
      double[][] slopes = squares.slopes(free, values);
      List<Integer> untold = new ArrayList<>();
      for (int i = free.length - 1; i >= 0; i--) {
        if (free[i] && noise / norm(own(slopes, i)) > TOLD) {
          untold.add(i);
        }
      }
      return untold;
    }

    /** What a constant does to rows that no other free one can do as well. */
    private double[] own(double[][] slopes, int i) {
      double[] left = slopes[i].clone();
      for (double[] direction : directions(slopes, i)) {
        subtract(left, direction, LeastSquares.product(left, direction));
      }
      return left;
    }

    /** Directions at right angles to each other that all free constants span, perhaps but one. */
    private List<double[]> directions(double[][] slopes, int except) {
      List<double[]> directions = new ArrayList<>();
      for (int i = 0; i < slopes.length; i++) {
        if (free[i] && i != except) {
          double[] left = slopes[i].clone();
          // Twice: what rounding leaves of the first time goes in the second.
          for (int round = 0; round < 2; round++) {
            for (double[] direction : directions) {
              subtract(left, direction, LeastSquares.product(left, direction));
            }
          }
          double length = norm(left);
          if (length > 1e-7 * norm(slopes[i])) {
            for (int row = 0; row < left.length; row++) {
              left[row] /= length;
            }
            directions.add(left);
          }
        }
      }
      return directions;
    }

    private static void subtract(double[] from, double[] direction, double times) {
      for (int row = 0; row < from.length; row++) {
        from[row] -= times * direction[row];
      }
    }

    private String reason(int i) {
      double[][] slopes = squares.slopes(free, values);
      double length = norm(slopes[i]);
      if (NOISE / length > TOLD) {
        return length < NO_EFFECT ? "no row depends on it" : "rows hardly depend on it";
      }
      if (noise / length > TOLD) {
        return String.format(
            Locale.ROOT, "rows scatter by %.0f %%, too much to tell it", 100 * noise);
      }
      List<String> others = new ArrayList<>();
      for (int other = 0; other < free.length; other++) {
        double product = LeastSquares.product(slopes[i], slopes[other]);
        double share = Math.abs(product) / (length * norm(slopes[other]));
        if (free[other] && other != i && share > STAND_IN) {
          others.add(constants.get(other).name());
        }
      }
      return others.isEmpty() ? "" : "rows do not tell it from " + String.join(", ", others);
    }

    /** Seen from where all are now, if that explains it; else from where it was put aside. */
    private String finalReason(int i) {
      free[i] = true;
      String now = reason(i);
      free[i] = false;
      if (!now.isEmpty()) {
        return now;
      }
      return reasons[i].isEmpty() ? "rows do not tell it from all others" : reasons[i];
    }

    private Fit result() {
      double[][] slopes = squares.slopes(free, values);
      List<Verdict> verdicts = new ArrayList<>();
      for (int i = 0; i < free.length; i++) {
        verdicts.add(
            new Verdict(
                constants.get(i),
                values[i],
                free[i],
                free[i] ? noise / norm(own(slopes, i)) : Double.POSITIVE_INFINITY,
                free[i] ? lines(slopes[i]) : List.of(),
                free[i] ? "" : finalReason(i)));
      }
      List<Double> errors =
          Arrays.stream(squares.logarithms(values)).map(StrictMath::expm1).boxed().toList();
      return new Fit(model.rows(), errors, verdicts);
    }

    private List<Integer> lines(double[] slopes) {
      double strongest = Arrays.stream(slopes).map(Math::abs).max().orElse(0);
      List<Integer> lines = new ArrayList<>();
      for (int row = 0; row < slopes.length; row++) {
        if (Math.abs(slopes[row]) >= TELLING * strongest) {
          lines.add(model.rows().get(row).line());
        }
      }
      return lines.stream().distinct().sorted().toList();
    }

    private static double norm(double[] vector) {
      return Math.sqrt(LeastSquares.product(vector, vector));
    }
  }
}
