package org.tierlab.command.study;

import org.tierlab.command.stats.Sample;

/**
 * A published value beside the simulated one.
 *
 * @param group which cells are summed up together
 * @param row the row's name
 * @param column the column's name
 * @param published what was measured
 * @param simulated what came out, a value a seed
 */
public record StudyCell(
    String group, String row, String column, double published, Sample simulated) {
  /**
   * How far the simulated mean is off.
   *
   * @return share of the published value; of 1 where that is 0
   */
  public double error() {
    double difference = simulated.mean() - published;
    return difference == 0 ? 0 : difference / (published == 0 ? 1 : Math.abs(published));
  }
}
