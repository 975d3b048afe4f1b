package org.tierlab.report.timeline;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.tierlab.report.figure.Figure;
import org.tierlab.report.figure.Series;
import org.tierlab.sim.recording.Timeline;

/**
 * How long migrated folios could not be accessed, as a histogram with a high dynamic range (Gil
 * Tene's HdrHistogram): every value within 0.1 %, from 1 ns up to 100 s. Any thread may read it.
 */
public final class MigrationLatencies implements Timeline {
  private static final long HIGHEST_NS = 100_000_000_000L;
  private static final int DIGITS = 3;
  private static final double[] PERCENTILES = {
    0, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.9, 99.95, 99.99
  };

  private final Histogram histogram = new Histogram(HIGHEST_NS, DIGITS);

  @Override
  public void span(Lane lane, String who, String what, long fromPs, long toPs, long pages) {}

  @Override
  public void migrated(int folioPages, long inaccessiblePs) {
    synchronized (histogram) {
      histogram.recordValue(Math.min(HIGHEST_NS, Math.max(1, inaccessiblePs / 1000)));
    }
  }

  /**
   * The distribution as figures.
   *
   * @return one figure, none if nothing was migrated
   */
  public List<Figure> figures() {
    synchronized (histogram) {
      if (histogram.getTotalCount() == 0) {
        return List.of();
      }
      double[] microseconds = new double[PERCENTILES.length];
      for (int i = 0; i < microseconds.length; i++) {
        microseconds[i] = histogram.getValueAtPercentile(PERCENTILES[i]) / 1e3;
      }
      String title = "How long migrated folios were inaccessible";
      String name = histogram.getTotalCount() + " folios";
      return List.of(
          new Figure(
              "latencies",
              title,
              "µs",
              Figure.Kind.PERCENTILES,
              PERCENTILES,
              List.of(new Series(name, microseconds))));
    }
  }
}
