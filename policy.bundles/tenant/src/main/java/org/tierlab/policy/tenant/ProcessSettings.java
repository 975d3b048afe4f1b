package org.tierlab.policy.tenant;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tierlab.api.knob.KnobException;

/**
 * A number for each process, written as {@code redis=10,batch=0}. Spaces around names and numbers
 * are permitted; a name must not occur twice.
 */
final class ProcessSettings {
  private final String knob;
  private final int min;
  private final int max;
  private final Map<String, Integer> numbers = new LinkedHashMap<>();

  private ProcessSettings(String knob, int min, int max) {
    this.knob = knob;
    this.min = min;
    this.max = max;
  }

  /**
   * Reads settings.
   *
   * @param knob the knob they are of, for messages
   * @param text what was written; may be empty
   * @param min least number
   * @param max greatest number
   * @return the settings
   * @throws KnobException if the text is not of that form
   */
  static ProcessSettings parse(String knob, String text, int min, int max) {
    ProcessSettings settings = new ProcessSettings(knob, min, max);
    if (!text.isBlank()) {
      for (String part : text.split(",", -1)) {
        settings.add(part.strip());
      }
    }
    return settings;
  }

  private void add(String part) {
    int equals = part.indexOf('=');
    String name = equals < 0 ? "" : part.substring(0, equals).strip();
    if (name.isEmpty()) {
      throw wrong(part, "expected NAME=NUMBER");
    }
    int number;
    try {
      number = Integer.parseInt(part.substring(equals + 1).strip());
    } catch (NumberFormatException e) {
      throw wrong(part, "expected a whole number from " + min + " to " + max + " after '='");
    }
    if (number < min || number > max) {
      throw wrong(part, "expected a whole number from " + min + " to " + max + " after '='");
    }
    if (numbers.put(name, number) != null) {
      throw wrong(part, "but '" + name + "' has a number already");
    }
  }

  private KnobException wrong(String part, String expected) {
    return new KnobException(knob, "knob '" + knob + "' has '" + part + "', " + expected);
  }

  /** The number of a process. */
  int of(String process, int otherwise) {
    return numbers.getOrDefault(process, otherwise);
  }
}
