package org.tierlab.report.page;

import java.util.List;
import java.util.Map;

/** A report as one file. */
public final class HtmlReport {
  private HtmlReport() {}

  /**
   * A run's part of a report.
   *
   * @param json the figures as {@link FigureJson} writes them, with the result document as {@code
   *     result}
   */
  public record Part(String json) {
    /**
     * Joins figures and result.
     *
     * @param figures as {@link FigureJson} writes them
     * @param result the result document, one JSON object
     * @return the part
     */
    public static Part of(String figures, String result) {
      String open = figures.substring(0, figures.lastIndexOf('}'));
      return new Part(open + ",\"result\":" + result + "}");
    }
  }

  /**
   * Writes a report.
   *
   * @param title of the page
   * @param runs in the order in which they stand side by side
   * @return a page that needs nothing else
   */
  public static String of(String title, List<Part> runs) {
    StringBuilder data = new StringBuilder();
    data.append("{\"title\":").append(quoted(title));
    data.append(",\"version\":")
        .append(quoted(PageResources.read("version.txt")))
        .append(",\"runs\":[");
    for (int i = 0; i < runs.size(); i++) {
      data.append(i == 0 ? "" : ",").append(runs.get(i).json());
    }
    data.append("]}");
    return PageResources.fill(
        PageResources.read("report.html"),
        Map.of(
            "title", escaped(title),
            "style", PageResources.style(),
            "data", data.toString().replace("<", "\\u003c"),
            "script", PageResources.charts() + "\n" + PageResources.read("report.js")));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
