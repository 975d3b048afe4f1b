package org.tierlab.command.kit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers of bundles: clauses separated by commas, each a path followed by attributes
 * ({@code name=value}) and directives ({@code name:=value}), where quoted text keeps its commas and
 * semicolons.
 */
final class ManifestClauses {

  private ManifestClauses() {}

  /**
   * A clause.
   *
   * @param path what comes first, a package or a namespace
   * @param parameters attributes under their names, directives under theirs with a colon
   */
  record Clause(String path, Map<String, String> parameters) {
    String parameter(String name, String otherwise) {
      return parameters.getOrDefault(name, otherwise);
    }
  }

  /** The clauses of a header, none of one that is absent. */
  static List<Clause> parse(@Nullable String header) {
    List<Clause> clauses = new ArrayList<>();
    for (String clause : split(header == null ? "" : header, ',')) {
      List<String> parts = split(clause, ';');
      if (parts.isEmpty()) {
        continue;
      }
      Map<String, String> parameters = new LinkedHashMap<>();
      for (String part : parts.subList(1, parts.size())) {
        int equals = part.indexOf('=');
        if (equals > 0) {
          parameters.put(name(part.substring(0, equals)), unquoted(part.substring(equals + 1)));
        }
      }
      clauses.add(new Clause(parts.get(0), parameters));
    }
    return clauses;
  }

  /** An attribute may carry its type: {@code version:Version}. */
  private static String name(String text) {
    String name = text.strip();
    int colon = name.indexOf(':');
    return colon < 0 || colon == name.length() - 1 ? name : name.substring(0, colon);
  }

  private static String unquoted(String text) {
    String value = text.strip();
    return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1)
        : value;
  }

  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || (text.charAt(i) == separator && !quoted)) {
        String part = text.substring(start, i).strip();
        if (!part.isEmpty()) {
          parts.add(part);
        }
        start = i + 1;
      } else if (text.charAt(i) == '"') {
        quoted = !quoted;
      }
    }
    return parts;
  }
}
