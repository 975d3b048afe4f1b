package org.tierlab.command.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tierlab.command.experiment.ExperimentException;
import org.tierlab.command.experiment.KeyOverride;
import org.tierlab.command.experiment.Place;

/**
 * An experiment with other values for some keys.
 *
 * @param name for the table
 * @param overrides the values
 */
public record Variant(String name, List<KeyOverride> overrides) {

  private static final String OPTION = "--variant";

  /** Copies the list. */
  public Variant {
    overrides = List.copyOf(overrides);
  }

  /**
   * Reads variants: {@code NAME}, or {@code NAME=key=value;key=value}. A name that is given again
   * adds to its variant.
   *
   * @param texts what followed the options
   * @return in the order in which the names first appear
   */
  public static List<Variant> parse(List<String> texts) {
    Map<String, List<KeyOverride>> variants = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      String name = (equals < 0 ? text : text.substring(0, equals)).trim();
      if (name.isEmpty()) {
        throw ExperimentException.at(
            new Place(OPTION), "'" + text + "' has no name, expected NAME=key=value");
      }
      List<KeyOverride> overrides = variants.computeIfAbsent(name, key -> new ArrayList<>());
      if (equals >= 0) {
        for (String override : text.substring(equals + 1).split(";", -1)) {
          overrides.add(KeyOverride.parse(override, OPTION + " " + name));
        }
      }
    }
    return variants.entrySet().stream()
        .map(variant -> new Variant(variant.getKey(), variant.getValue()))
        .toList();
  }
}
