package org.tierlab.command.study;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The reduced form of the machine's access time, for fits: what a run reports of a cell is taken as
 * it is, and only CPU time, overlap and the bandwidth of the slow node are free.
 *
 * <p>An access takes <i>cpu</i> + (<i>walk</i> + <i>memory</i>) / <i>overlap</i> + <i>rest</i>.
 * With the slow node at its ceiling, its latency grows until the tasks ask for no more.
 */
final class AbenchForm {
  private static final double KNEE = 0.75;
  private static final double SLOPE = 8;
  private static final int LINE_BYTES = 64;

  /**
   * A cell as its run reports it.
   *
   * @param column what was measured
   * @param measuredNs published time of an access
   * @param missNs walks and memory at idle latencies, not overlapped
   * @param slowNs the slow node's part of it
   * @param restNs kernel work, waiting and load, without the slow node's load at its ceiling
   * @param tasks threads
   * @param atCeiling whether the slow node serves nearly all accesses
   */
  record Cell(
      String column,
      double measuredNs,
      double missNs,
      double slowNs,
      double restNs,
      int tasks,
      boolean atCeiling) {}

  /**
   * Free constants.
   *
   * @param cpuNs CPU time of an access
   * @param overlap outstanding misses
   * @param slowGBps bandwidth of the slow node
   */
  record Constants(double cpuNs, double overlap, double slowGBps) {}

  private AbenchForm() {}

  /** The time of an access. */
  static double accessNs(Cell cell, Constants constants) {
    double idle = constants.cpuNs() + cell.missNs() / constants.overlap() + cell.restNs();
    if (!cell.atCeiling()) {
      return idle;
    }
    // The closed loop: time grows with use above the knee, and use falls with time.
    double low = idle;
    double high = idle + 100 * cell.slowNs();
    for (int i = 0; i < 80; i++) {
      double time = (low + high) / 2;
      double use = cell.tasks() * LINE_BYTES / time / constants.slowGBps();
      double load = 1 + SLOPE * Math.max(0, Math.min(use, 1) - KNEE);
      double wanted = use > 1 ? high : idle + cell.slowNs() * (load - 1) / constants.overlap();
      if (wanted > time) {
        low = time;
      } else {
        high = time;
      }
    }
    return high;
  }

  /**
   * Fits the constants: CPU time and overlap by least squares of relative errors to the cells below
   * the ceiling, then the bandwidth to those at it. What no cell tells stays as it was.
   */
  static Constants fit(List<Cell> cells, Constants before) {
    double ww = 0;
    double wa = 0;
    double aa = 0;
    double wt = 0;
    double at = 0;
    int below = 0;
    for (Cell cell : cells) {
      if (!cell.atCeiling()) {
        double weight = 1 / (cell.measuredNs() * cell.measuredNs());
        double time = cell.measuredNs() - cell.restNs();
        ww += weight;
        wa += weight * cell.missNs();
        aa += weight * cell.missNs() * cell.missNs();
        wt += weight * time;
        at += weight * cell.missNs() * time;
        below++;
      }
    }
    double determinant = ww * aa - wa * wa;
    Constants linear = before;
    if (below >= 2 && determinant > 1e-12 * ww * aa) {
      double cpu = (aa * wt - wa * at) / determinant;
      double perMiss = (ww * at - wa * wt) / determinant;
      if (cpu > 0 && perMiss > 0) {
        linear = new Constants(cpu, 1 / perMiss, before.slowGBps());
      }
    }
    Constants fixed = linear;
    List<Cell> ceiling = cells.stream().filter(Cell::atCeiling).toList();
    if (ceiling.isEmpty()) {
      return fixed;
    }
    double best =
        least(
            gbps -> {
              Constants tried = new Constants(fixed.cpuNs(), fixed.overlap(), gbps);
              double sum = 0;
              for (Cell cell : ceiling) {
                double error = accessNs(cell, tried) / cell.measuredNs() - 1;
                sum += error * error;
              }
              return sum;
            });
    return new Constants(fixed.cpuNs(), fixed.overlap(), best);
  }

  /** Golden-section search between 1 and 200 GB/s. */
  private static double least(DoubleUnaryOperator cost) {
    double ratio = (Math.sqrt(5) - 1) / 2;
    double low = 1;
    double high = 200;
    for (int i = 0; i < 100; i++) {
      double left = high - ratio * (high - low);
      double right = low + ratio * (high - low);
      if (cost.applyAsDouble(left) <= cost.applyAsDouble(right)) {
        high = right;
      } else {
        low = left;
      }
    }
    return (low + high) / 2;
  }
}
