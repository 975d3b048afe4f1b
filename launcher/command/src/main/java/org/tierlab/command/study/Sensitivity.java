package org.tierlab.command.study;

import java.util.ArrayList;
import java.util.List;

/**
 * What a refit of constants would come to: run times as their logarithms and constants as theirs,
 * linear near the present ones. Errors come from runs, slopes from runs with one constant changed.
 *
 * <p>The step minimises the squares of errors that remain, plus those of the steps themselves times
 * a small weight, so that what the cells do not tell stays where it was.
 */
final class Sensitivity {
  /** Weight of a step of all of a constant beside an error of all of a cell (assumed). */
  private static final double STAY = 1e-3;

  /**
   * A cell.
   *
   * @param column what was measured
   * @param error ln of simulated / published
   * @param slopes by constant, change of ln of the time by change of ln of the constant
   */
  record Cell(String column, double error, List<Double> slopes) {
    /** The error after a step. */
    double after(double[] step) {
      double sum = error;
      for (int i = 0; i < step.length; i++) {
        sum += slopes.get(i) * step[i];
      }
      return sum;
    }
  }

  private Sensitivity() {}

  /**
   * The step that fits cells best.
   *
   * @param cells at least one
   * @return by constant, ln of new / present
   */
  static double[] step(List<Cell> cells) {
    int n = cells.get(0).slopes().size();
    double[][] normal = new double[n][n + 1];
    for (Cell cell : cells) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          normal[i][j] += cell.slopes().get(i) * cell.slopes().get(j);
        }
        normal[i][n] -= cell.slopes().get(i) * cell.error();
      }
    }
    for (int i = 0; i < n; i++) {
      normal[i][i] += STAY;
    }
    return solve(normal);
  }

  /** Elimination; the matrix is positive definite and needs no pivots. */
  private static double[] solve(double[][] matrix) {
    int n = matrix.length;
    for (int i = 0; i < n; i++) {
      for (int row = 0; row < n; row++) {
        if (row != i) {
          double factor = matrix[row][i] / matrix[i][i];
          for (int j = i; j <= n; j++) {
            matrix[row][j] -= factor * matrix[i][j];
          }
        }
      }
    }
    double[] solution = new double[n];
    for (int i = 0; i < n; i++) {
      solution[i] = matrix[i][n] / matrix[i][i];
    }
    return solution;
  }

  /**
   * Errors of a column after a fit to all others.
   *
   * @param cells of all columns
   * @param column the one that is left out
   * @return simulated / published − 1, cell by cell; empty if there is no other column
   */
  static List<Double> leftOut(List<Cell> cells, String column) {
    List<Cell> others = cells.stream().filter(cell -> !cell.column().equals(column)).toList();
    List<Double> errors = new ArrayList<>();
    if (!others.isEmpty()) {
      double[] step = step(others);
      for (Cell cell : cells) {
        if (cell.column().equals(column)) {
          errors.add(Math.expm1(cell.after(step)));
        }
      }
    }
    return errors;
  }
}
