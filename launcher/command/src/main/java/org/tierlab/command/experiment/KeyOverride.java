package org.tierlab.command.experiment;

/**
 * A value given beside the file.
 *
 * @param key a path with dots, list items by number from 0: {@code sources.0.scan_size_mb}
 * @param value YAML: a plain value, or lists and mappings in flow style
 * @param place where it was given, for messages
 */
public record KeyOverride(String key, String value, Place place) {
  /**
   * Reads {@code key=value}.
   *
   * @param text what followed the option
   * @param option the option, for messages
   * @return the override
   * @throws ExperimentException if there is no key before an equals sign
   */
  public static KeyOverride parse(String text, String option) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw ExperimentException.at(
          new Place(option), "'" + text + "' is no override, expected key=value");
    }
    String key = text.substring(0, equals).trim();
    return new KeyOverride(key, text.substring(equals + 1).trim(), new Place(option + " " + key));
  }
}
