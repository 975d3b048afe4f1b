package org.tierlab.report;

import java.util.List;
import org.tierlab.report.figure.Figure;
import org.tierlab.report.figure.HeatFigure;
import org.tierlab.report.figure.Mark;
import org.tierlab.report.figure.RunFigures;
import org.tierlab.report.figure.Series;

/** A run of two seconds whose figures are known by heart. */
public final class Pictures {
  private Pictures() {}

  public static RunFigures run() {
    double[] seconds = {0, 1, 2};
    Figure lines =
        new Figure(
            "share",
            "Share <of> accesses",
            "%",
            Figure.Kind.LINE,
            seconds,
            List.of(
                new Series("node 0", new double[] {100, 50, 0.123456789}),
                new Series("node 1", new double[] {0, 50, 99})));
    Figure areas =
        new Figure(
            "resident",
            "Resident",
            "MiB",
            Figure.Kind.AREA,
            seconds,
            List.of(
                new Series("node 0", new double[] {1, 2, 3}),
                new Series("node 1", new double[] {3, 2, 1})));
    Figure percentiles =
        new Figure(
            "latencies",
            "Latency of migrations",
            "µs",
            Figure.Kind.PERCENTILES,
            new double[] {0, 90, 99},
            List.of(new Series("all", new double[] {1, 5, 40})));
    return new RunFigures(
        "two seconds",
        List.of("node 0 (dram)", "node 1 (cxl)"),
        2,
        List.of(lines, areas, percentiles),
        new HeatFigure(
            1,
            List.of(
                new HeatFigure.Row("redis", 0x1000, 16), new HeatFigure.Row("redis", 0x11000, 8)),
            new long[][] {{10, 0}, {5, 100}},
            List.of("0.", "01")),
        List.of(new Mark(1, "swap abit → numab")));
  }
}
