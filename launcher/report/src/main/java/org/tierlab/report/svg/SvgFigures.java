package org.tierlab.report.svg;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tierlab.report.figure.Figure;
import org.tierlab.report.figure.Figure.Kind;
import org.tierlab.report.figure.HeatFigure;
import org.tierlab.report.figure.Mark;
import org.tierlab.report.figure.RunFigures;
import org.tierlab.report.figure.Series;

/** Draws the figures of a run for print: the colours and dashes of the page, on white. */
public final class SvgFigures {
  /** Okabe and Ito (2008). */
  private static final List<String> COLOURS =
      List.of(
          "#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#8a7d00", "#5c6673");

  private static final List<String> DASHES = List.of("none", "8 3", "2 2", "9 3 2 3");
  private static final double[] PERCENTILES = {0, 50, 90, 99, 99.9, 99.99};
  private static final int BAND = 14;
  private static final int WIDTH = 760;
  private static final int LEFT = 64;
  private static final int RIGHT = 14;
  private static final int TOP = 34;
  private static final int PLOT = 250;
  private static final int HEAT_LEFT = 110;
  private static final int LEGEND_LINE = 16;
  private static final double LABEL = 5.8;
  private static final int KEY = 31;

  private final RunFigures run;

  private SvgFigures(RunFigures run) {
    this.run = run;
  }

  /**
   * Draws all figures.
   *
   * @param run the figures
   * @return documents by the figure's id
   */
  public static Map<String, String> of(RunFigures run) {
    SvgFigures drawing = new SvgFigures(run);
    Map<String, String> documents = new LinkedHashMap<>();
    for (Figure figure : run.figures()) {
      documents.put(figure.id(), drawing.figure(figure));
    }
    if (run.heat().columns() > 0) {
      documents.put("heat", drawing.heat(run.heat()));
    }
    return documents;
  }

  private static double spread(Kind kind, double place) {
    return kind == Kind.PERCENTILES ? -Math.log10(1 - Math.min(place, 99.9999) / 100) : place;
  }

  private String figure(Figure figure) {
    int legend = legendLines(figure) * LEGEND_LINE;
    SvgCanvas canvas = new SvgCanvas(WIDTH, TOP + PLOT + 30 + legend, figure.title());
    canvas.words(
        LEFT, 18, "start", "font-size=\"13\" font-weight=\"bold\"", heading(figure.title()));
    canvas.words(LEFT - 6, 30, "end", "fill=\"#555\"", figure.unit());
    double right = figure.kind() == Kind.PERCENTILES ? last(figure) : run.endS();
    Plot plot = new Plot(LEFT, TOP, WIDTH - LEFT - RIGHT, PLOT, right, top(figure) * 1.06);
    grid(canvas, plot, figure.kind());
    if (figure.kind() == Kind.AREA) {
      areas(canvas, plot, figure);
    } else {
      lines(canvas, plot, figure);
    }
    if (figure.kind() != Kind.PERCENTILES) {
      marks(canvas, plot);
    }
    legend(canvas, figure);
    return canvas.end();
  }

  private String heading(String title) {
    return run.name() + ": " + title;
  }

  private static double last(Figure figure) {
    return figure.size() == 0 ? 1 : spread(figure.kind(), figure.place(figure.size() - 1));
  }

  private static double top(Figure figure) {
    double top = 0;
    for (int i = 0; i < figure.size(); i++) {
      double sum = 0;
      for (Series series : figure.series()) {
        sum = figure.kind() == Kind.AREA ? sum + series.value(i) : Math.max(sum, series.value(i));
      }
      top = Math.max(top, sum);
    }
    return top > 0 ? top : 1;
  }

  private static void grid(SvgCanvas canvas, Plot plot, Kind kind) {
    for (double y : Plot.ticks(plot.yMax())) {
      canvas.line(plot.left(), plot.y(y), plot.right(), plot.y(y), "stroke=\"#ddd\"");
      canvas.words(plot.left() - 6, plot.y(y) + 4, "end", "fill=\"#555\"", number(y));
    }
    if (kind == Kind.PERCENTILES) {
      for (double percentile : PERCENTILES) {
        upright(canvas, plot, spread(kind, percentile), number(percentile) + " %");
      }
    } else {
      for (double x : Plot.ticks(plot.xMax())) {
        upright(canvas, plot, x, number(x) + " s");
      }
    }
    canvas.line(plot.left(), plot.bottom(), plot.right(), plot.bottom(), "stroke=\"#555\"");
  }

  private static void upright(SvgCanvas canvas, Plot plot, double x, String label) {
    if (x <= plot.xMax()) {
      canvas.line(plot.x(x), plot.top(), plot.x(x), plot.bottom(), "stroke=\"#eee\"");
      canvas.words(plot.x(x), plot.bottom() + 16, "middle", "fill=\"#555\"", label);
    }
  }

  static String number(double value) {
    double size = Math.abs(value);
    if (size >= 1e9) {
      return trimmed(value / 1e9) + " G";
    }
    return size >= 1e6 ? trimmed(value / 1e6) + " M" : trimmed(value);
  }

  private static String trimmed(double value) {
    String text = String.format(Locale.ROOT, "%.4f", value);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }

  private static String colour(int i) {
    return COLOURS.get(i % COLOURS.size());
  }

  /** Neighbours differ in colour and dash, and no two of 32 lines have the same of both. */
  private static String dash(int i) {
    return DASHES.get((i + i / COLOURS.size()) % DASHES.size());
  }

  /** Black or white, whichever is read better on a colour. */
  private static String ink(int i) {
    int rgb = Integer.parseInt(colour(i).substring(1), 16);
    double bright = 0.299 * (rgb >> 16) + 0.587 * (rgb >> 8 & 0xff) + 0.114 * (rgb & 0xff);
    return bright > 140 ? "#111" : "#fff";
  }

  private static void lines(SvgCanvas canvas, Plot plot, Figure figure) {
    for (int s = 0; s < figure.series().size(); s++) {
      canvas.path(
          "fill=\"none\" stroke-width=\"1.3\" stroke=\"%s\" stroke-dasharray=\"%s\""
              .formatted(colour(s), dash(s)));
      for (int i = 0; i < figure.size(); i++) {
        double x = plot.x(spread(figure.kind(), figure.place(i)));
        canvas.point(i == 0, x, plot.y(figure.series().get(s).value(i)));
      }
      canvas.endPath(false);
    }
  }

  private static void areas(SvgCanvas canvas, Plot plot, Figure figure) {
    double[] below = new double[figure.size()];
    for (int s = 0; s < figure.series().size(); s++) {
      canvas.path("stroke=\"none\" fill=\"" + colour(s) + "\"");
      double[] above = below.clone();
      for (int i = 0; i < above.length; i++) {
        above[i] += figure.series().get(s).value(i);
        canvas.point(i == 0, plot.x(figure.place(i)), plot.y(above[i]));
      }
      for (int i = above.length - 1; i >= 0; i--) {
        canvas.point(false, plot.x(figure.place(i)), plot.y(below[i]));
      }
      canvas.endPath(true);
      if (figure.size() > 0) {
        name(canvas, plot, figure, s, below, above);
      }
      below = above;
    }
  }

  /** Areas bear their names where they are high enough. */
  private static void name(
      SvgCanvas canvas, Plot plot, Figure figure, int s, double[] below, double[] above) {
    String name = figure.series().get(s).name();
    BandLabel label = BandLabel.of(plot, figure, below, above, LABEL * name.length());
    if (label.height() >= BAND) {
      canvas.words(label.x(), label.y() + 4, "middle", "fill=\"" + ink(s) + '"', name);
    }
  }

  private void marks(SvgCanvas canvas, Plot plot) {
    double lastX = -1000;
    for (Mark mark : run.marks()) {
      double x = plot.x(mark.atS());
      canvas.line(
          x,
          plot.top(),
          x,
          plot.bottom(),
          "class=\"mark\" stroke=\"#b0246a\" stroke-dasharray=\"4 3\"");
      if (x - lastX > 60) {
        boolean toTheLeft = x > plot.left() + 0.7 * (plot.right() - plot.left());
        canvas.words(
            toTheLeft ? x - 4 : x + 4,
            plot.top() + 10,
            toTheLeft ? "end" : "start",
            "fill=\"#b0246a\" font-size=\"10\"",
            mark.label());
        lastX = x;
      }
    }
  }

  private static int legendLines(Figure figure) {
    int lines = 1;
    double x = LEFT;
    for (Series series : figure.series()) {
      double width = KEY + 14 + LABEL * series.name().length();
      if (x + width > WIDTH && x > LEFT) {
        lines++;
        x = LEFT;
      }
      x += width;
    }
    return lines;
  }

  private static void legend(SvgCanvas canvas, Figure figure) {
    double x = LEFT;
    double y = TOP + PLOT + 38;
    for (int s = 0; s < figure.series().size(); s++) {
      String name = figure.series().get(s).name();
      double width = KEY + 14 + LABEL * name.length();
      if (x + width > WIDTH && x > LEFT) {
        y += LEGEND_LINE;
        x = LEFT;
      }
      if (figure.kind() == Kind.AREA) {
        canvas.box(x, y - 9, 26, 10, "fill=\"" + colour(s) + "\"");
      } else {
        canvas.line(
            x,
            y - 4,
            x + 26,
            y - 4,
            "stroke-width=\"2\" stroke=\"%s\" stroke-dasharray=\"%s\""
                .formatted(colour(s), dash(s)));
      }
      canvas.words(x + KEY, y, "start", "", name);
      x += width;
    }
  }

  private String heat(HeatFigure heat) {
    int height = 360;
    SvgCanvas canvas = new SvgCanvas(WIDTH, TOP + height + 50, "Accesses by address and time");
    canvas.words(
        LEFT,
        18,
        "start",
        "font-size=\"13\" font-weight=\"bold\"",
        heading("accesses by address and time"));
    int rows = heat.rows().size();
    Plot plot = new Plot(HEAT_LEFT, TOP, WIDTH - HEAT_LEFT - RIGHT, height, run.endS(), rows);
    double scale = Math.log1p((double) Math.max(1, heat.most()));
    double cell = (double) height / rows;
    for (int column = 0; column < heat.columns(); column++) {
      double x = plot.x(column * heat.columnS());
      double end = plot.x(Math.min(run.endS(), (column + 1) * heat.columnS()));
      for (int row = 0; row < rows; row++) {
        int node = heat.node(column, row);
        if (node >= 0) {
          double strength = 0.1 + 0.9 * Math.log1p((double) heat.accesses(column, row)) / scale;
          canvas.box(x, plot.y(row + 1), end - x, cell, fill(node, strength));
        }
      }
    }
    for (int tick = 0; tick <= 8; tick++) {
      int row = Math.min(rows - 1, tick * rows / 8);
      canvas.words(
          HEAT_LEFT - 6,
          plot.y(row) + 4,
          "end",
          "fill=\"#555\"",
          "0x" + Long.toHexString(heat.rows().get(row).address()));
    }
    for (double x : Plot.ticks(run.endS())) {
      canvas.words(plot.x(x), plot.bottom() + 16, "middle", "fill=\"#555\"", number(x) + " s");
    }
    marks(canvas, plot);
    for (int node = 0; node < run.nodes().size(); node++) {
      double x = HEAT_LEFT + node * 130.0;
      canvas.box(x, TOP + height + 30, 12, 10, "fill=\"" + colour(node) + "\"");
      canvas.words(x + 18, TOP + height + 39, "start", "", run.nodes().get(node));
    }
    return canvas.end();
  }

  private static String fill(int node, double strength) {
    int colour = Integer.parseInt(colour(node).substring(1), 16);
    StringBuilder fill = new StringBuilder("fill=\"#");
    for (int shift = 16; shift >= 0; shift -= 8) {
      int part = (colour >> shift) & 0xff;
      fill.append(String.format(Locale.ROOT, "%02x", Math.round(255 + (part - 255) * strength)));
    }
    return fill.append('"').toString();
  }
}
