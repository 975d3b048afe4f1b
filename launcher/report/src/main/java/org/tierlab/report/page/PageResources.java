package org.tierlab.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Styles and scripts of pages. */
public final class PageResources {
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  private PageResources() {}

  /** The styles of all pages. */
  public static String style() {
    return read(UPLOT + "uPlot.min.css") + read("style.css");
  }

  /** The charts' scripts: uPlot, figures, heat map, words. */
  public static String charts() {
    return String.join(
        "\n",
        read(UPLOT + "uPlot.iife.min.js"),
        read("charts.js"),
        read("heat.js"),
        read("story.js"));
  }

  /**
   * A file of this package.
   *
   * @param name its name, or its path from the root
   * @return its text
   */
  public static String read(String name) {
    try (InputStream in = PageResources.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("there is no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Fills the places of a template, {@code {{name}}}. What is filled in is not searched again.
   *
   * @param template the template
   * @param values by name
   * @return the page
   */
  public static String fill(String template, Map<String, String> values) {
    StringBuilder page = new StringBuilder();
    int from = 0;
    for (int open = template.indexOf("{{"); open >= 0; open = template.indexOf("{{", from)) {
      int close = template.indexOf("}}", open);
      String value = values.get(template.substring(open + 2, close));
      if (value == null) {
        throw new IllegalArgumentException("nothing for " + template.substring(open, close + 2));
      }
      page.append(template, from, open).append(value);
      from = close + 2;
    }
    return page.append(template.substring(from)).toString();
  }
}
