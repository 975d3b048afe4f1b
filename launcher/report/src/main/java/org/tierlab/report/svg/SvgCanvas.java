package org.tierlab.report.svg;

import java.util.Locale;

/** Writes shapes of one SVG document. */
final class SvgCanvas {
  private final StringBuilder text = new StringBuilder();

  SvgCanvas(int width, int height, String title) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " font-family=\"Helvetica, Arial, sans-serif\" font-size=\"11\">\n",
        width, height, width, height);
    add("<title>%s</title>\n", escaped(title));
    add("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", width, height);
  }

  private void add(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }

  static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  void words(double x, double y, String anchor, String style, String words) {
    add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>\n",
        x, y, anchor, style, escaped(words));
  }

  void line(double x1, double y1, double x2, double y2, String style) {
    add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>\n", x1, y1, x2, y2, style);
  }

  void box(double x, double y, double width, double height, String style) {
    add(
        "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" %s/>\n",
        x, y, width, height, style);
  }

  /** Begins a path of lines. */
  void path(String style) {
    add("<path %s d=\"", style);
  }

  void point(boolean first, double x, double y) {
    add("%s%.1f,%.1f", first ? "M" : "L", x, y);
  }

  void endPath(boolean closed) {
    text.append(closed ? "Z\"/>\n" : "\"/>\n");
  }

  String end() {
    return text.append("</svg>\n").toString();
  }
}
