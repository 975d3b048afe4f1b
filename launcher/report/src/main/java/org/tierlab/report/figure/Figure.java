package org.tierlab.report.figure;

import java.util.List;

/** A figure of lines or stacked areas. Immutable; its array is not to be written. */
public final class Figure {
  /** How a figure is drawn. */
  public enum Kind {
    /** Lines over time. */
    LINE,
    /** Areas over time, one on another. */
    AREA,
    /** Lines over percentiles. */
    PERCENTILES
  }

  private final String id;
  private final String title;
  private final String unit;
  private final Kind kind;
  private final double[] places;
  private final List<Series> series;

  /**
   * Makes a figure.
   *
   * @param id unique within a run; also the name of its file
   * @param title what it shows
   * @param unit of its values
   * @param kind how it is drawn
   * @param places simulated seconds, or percentiles, ascending
   * @param series its lines
   */
  public Figure(
      String id, String title, String unit, Kind kind, double[] places, List<Series> series) {
    this.id = id;
    this.title = title;
    this.unit = unit;
    this.kind = kind;
    this.places = places.clone();
    this.series = List.copyOf(series);
    for (Series line : series) {
      if (line.size() != places.length) {
        throw new IllegalArgumentException(
            id + ": " + line.name() + " has " + line.size() + " of " + places.length + " values");
      }
    }
  }

  /** Unique within a run. */
  public String id() {
    return id;
  }

  /** What it shows. */
  public String title() {
    return title;
  }

  /** Unit of its values. */
  public String unit() {
    return unit;
  }

  /** How it is drawn. */
  public Kind kind() {
    return kind;
  }

  /** How many places there are. */
  public int size() {
    return places.length;
  }

  /** One place: simulated seconds, or a percentile. */
  public double place(int i) {
    return places[i];
  }

  /** Its lines. */
  public List<Series> series() {
    return series;
  }
}
