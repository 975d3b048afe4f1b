package org.tierlab.report.text;

import java.util.List;
import java.util.Locale;
import org.tierlab.report.figure.Figure;
import org.tierlab.report.figure.HeatFigure;
import org.tierlab.report.figure.RunFigures;
import org.tierlab.report.figure.Series;

/**
 * The heat map in characters: time to the right, addresses upwards, a digit for how often a range
 * was accessed on a logarithmic scale (as damo's report of heat maps has it). In colour the hue
 * says which node holds the range; without, a second map does.
 */
public final class HeatText {
  /** Whether colours are of use. */
  public enum Style {
    /** For files and programs. */
    PLAIN,
    /** For terminals: ANSI colours of 256. */
    COLOUR
  }

  /** Of the 256 colours those nearest to the page's, by node. */
  private static final int[] HUES = {25, 172, 36, 166, 175, 74, 100, 243};

  private static final int MOST_ROWS = 32;
  private static final int LABEL = 16;
  private static final String RESET = "\u001b[0m";
  private static final String BLOCKS = " ▁▂▃▄▅▆▇█";

  private final RunFigures run;
  private final HeatFigure heat;
  private final Style style;
  private final int columns;
  private final int rows;

  private HeatText(RunFigures run, int width, Style style) {
    this.run = run;
    this.style = style;
    heat = run.heat();
    columns = Math.min(heat.columns(), Math.max(10, width - LABEL - 1));
    rows = Math.min(heat.rows().size(), MOST_ROWS);
  }

  /**
   * Draws residency and heat map.
   *
   * @param run the figures
   * @param width characters in a line
   * @param style whether colours are of use
   * @return lines
   */
  public static String of(RunFigures run, int width, Style style) {
    if (run.heat().columns() == 0 || run.heat().rows().isEmpty()) {
      return "nothing has been recorded yet\n";
    }
    return new HeatText(run, width, style).draw();
  }

  private String draw() {
    StringBuilder text = new StringBuilder();
    text.append(run.name())
        .append(String.format(Locale.ROOT, ": 0 s to %.3f s, ", run.endS()))
        .append(heat.rows().size())
        .append(" address ranges\n\n");
    residency(text);
    text.append("accesses by address and time, 0 to 9 on a logarithmic scale\n");
    map(text, true);
    if (style == Style.PLAIN) {
      text.append("\nthe node that holds most of a range at the end of the time\n");
      map(text, false);
    } else {
      for (int node = 0; node < run.nodes().size(); node++) {
        text.append(coloured(node, "  ")).append(' ').append(run.nodes().get(node)).append("  ");
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** A line of blocks for each node's share of what is resident. */
  private void residency(StringBuilder text) {
    for (Figure figure : run.figures()) {
      if (!figure.id().equals("resident")) {
        continue;
      }
      List<Series> series = figure.series();
      for (int node = 0; node < series.size(); node++) {
        text.append(label(series.get(node).name()));
        for (int column = 0; column < columns; column++) {
          int at = (int) ((long) column * (figure.size() - 1) / Math.max(1, columns - 1));
          double all = series.stream().mapToDouble(line -> line.value(at)).sum();
          double share = all == 0 ? 0 : series.get(node).value(at) / all;
          text.append(BLOCKS.charAt((int) Math.round(share * (BLOCKS.length() - 1))));
        }
        text.append('\n');
      }
      text.append("shares of resident memory by node\n\n");
    }
  }

  private static String label(String words) {
    String cut = words.length() > LABEL - 1 ? words.substring(0, LABEL - 1) : words;
    return cut + " ".repeat(LABEL - cut.length());
  }

  private void map(StringBuilder text, boolean counts) {
    double scale = Math.log1p((double) Math.max(1, most()));
    for (int row = rows - 1; row >= 0; row--) {
      int first = from(row, rows, heat.rows().size());
      text.append(label("0x" + Long.toHexString(heat.rows().get(first).address())));
      for (int column = 0; column < columns; column++) {
        int node = node(column, row);
        if (node < 0) {
          text.append(' ');
        } else if (counts) {
          long digit = Math.round(9 * Math.log1p((double) accesses(column, row)) / scale);
          text.append(coloured(node, Long.toString(digit)));
        } else {
          text.append(node);
        }
      }
      text.append('\n');
    }
  }

  private String coloured(int node, String words) {
    return style == Style.PLAIN
        ? words
        : "\u001b[97;48;5;" + HUES[node % HUES.length] + "m" + words + RESET;
  }

  private static int from(int part, int parts, int whole) {
    return (int) ((long) part * whole / parts);
  }

  private long most() {
    long most = 0;
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        most = Math.max(most, accesses(column, row));
      }
    }
    return most;
  }

  private long accesses(int column, int row) {
    long sum = 0;
    for (int c = from(column, columns, heat.columns());
        c < from(column + 1, columns, heat.columns());
        c++) {
      for (int r = from(row, rows, heat.rows().size());
          r < from(row + 1, rows, heat.rows().size());
          r++) {
        sum += heat.accesses(c, r);
      }
    }
    return sum;
  }

  /** The node of most cells that a character stands for, −1 if nobody holds any. */
  private int node(int column, int row) {
    int[] held = new int[HUES.length];
    int last = from(column + 1, columns, heat.columns()) - 1;
    for (int r = from(row, rows, heat.rows().size());
        r < from(row + 1, rows, heat.rows().size());
        r++) {
      int node = heat.node(last, r);
      if (node >= 0) {
        held[node]++;
      }
    }
    int best = -1;
    for (int node = 0; node < held.length; node++) {
      if (held[node] > 0 && (best < 0 || held[node] > held[best])) {
        best = node;
      }
    }
    return best;
  }
}
