package org.tierlab.command.experiment;

import java.util.List;

/**
 * A constant of a machine description, with where it comes from.
 *
 * @param path its key, for example {@code nodes.0.latency}
 * @param value as written, with its unit
 * @param source a sentence that begins with one of {@link #ORIGINS} and a colon
 */
public record MachineConstant(String path, String value, String source) {
  /** How a constant may have come about. */
  public static final List<String> ORIGINS =
      List.of("published", "measured", "fitted", "derived", "assumed");

  /**
   * How the constant came about.
   *
   * @return one of {@link #ORIGINS}
   */
  public String origin() {
    return source.substring(0, source.indexOf(':'));
  }

  static boolean isSource(String text) {
    int colon = text.indexOf(':');
    return colon > 0
        && ORIGINS.contains(text.substring(0, colon))
        && !text.substring(colon + 1).isBlank();
  }
}
