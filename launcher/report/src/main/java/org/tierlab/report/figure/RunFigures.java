package org.tierlab.report.figure;

import java.util.List;

/**
 * The figures of one run.
 *
 * @param name what the run is called beside others
 * @param nodes what nodes are called, by number
 * @param endS simulated seconds at the end
 * @param figures in the order in which they are shown
 * @param heat where the accesses went
 * @param marks exchanges of plug-ins
 */
public record RunFigures(
    String name,
    List<String> nodes,
    double endS,
    List<Figure> figures,
    HeatFigure heat,
    List<Mark> marks) {
  /** Copies the lists. */
  public RunFigures {
    nodes = List.copyOf(nodes);
    figures = List.copyOf(figures);
    marks = List.copyOf(marks);
  }
}
