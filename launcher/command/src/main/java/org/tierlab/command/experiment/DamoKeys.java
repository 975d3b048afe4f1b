package org.tierlab.command.experiment;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.experiment.ConfigNode.Items;
import org.tierlab.command.experiment.ConfigNode.Keys;
import org.tierlab.command.experiment.ConfigNode.Scalar;

/** A mapping of a damo file: known keys only, each error with file, line and key. */
final class DamoKeys {
  private final Keys keys;
  private final String path;

  private DamoKeys(Keys keys, String path) {
    this.keys = keys;
    this.path = path;
  }

  /**
   * Checks that a node is a mapping of known keys.
   *
   * @param node what the file holds
   * @param path where
   * @param known the keys
   */
  static DamoKeys of(ConfigNode node, String path, String... known) {
    List<String> names = List.of(known);
    if (!(node instanceof Keys keys)) {
      String subject = path.isEmpty() ? "the damo file" : "key '" + path + "'";
      throw ExperimentException.at(
          node.place(),
          subject + " is " + node.label() + ", expected keys: " + String.join(", ", names));
    }
    for (String key : keys.values().keySet()) {
      if (!names.contains(key)) {
        throw MappingReader.unknownKey(
            keys.keyPlace(key), MappingReader.join(path, key), key, names);
      }
    }
    return new DamoKeys(keys, path);
  }

  String path(String key) {
    return MappingReader.join(path, key);
  }

  Place place() {
    return keys.place();
  }

  /** Where the value of a key is written. */
  Place place(String key) {
    ConfigNode node = keys.values().get(key);
    return node == null ? place() : node.place();
  }

  /** What a key holds; null where it is absent, null or empty. */
  @Nullable ConfigNode node(String key) {
    ConfigNode node = keys.values().get(key);
    return node instanceof Scalar scalar && scalar.text().isEmpty() ? null : node;
  }

  /** The mapping below a key, without keys where the key is absent. */
  DamoKeys below(String key, String... known) {
    ConfigNode node = node(key);
    return of(node == null ? new Keys(place()) : node, path(key), known);
  }

  /** The items below a key; none where it is absent. */
  List<ConfigNode> items(String key) {
    ConfigNode node = node(key);
    if (node == null) {
      return List.of();
    }
    if (node instanceof Items items) {
      return items.items();
    }
    throw ExperimentException.at(
        node.place(), "key '" + path(key) + "' is " + node.label() + ", expected a list");
  }

  /**
   * A single value.
   *
   * @param key its key
   * @param read gives the value in the unit of the knob, empty if the text is none
   * @param expected what the text must be
   * @return null where the key is absent
   */
  <T> @Nullable T value(String key, Function<String, Optional<T>> read, String expected) {
    ConfigNode node = node(key);
    if (node == null) {
      return null;
    }
    String text = MappingReader.text(node, path(key), expected).trim();
    return read.apply(text)
        .orElseThrow(() -> ExperimentException.value(node.place(), path(key), text, expected));
  }

  /** One of some words, null where the key is absent. */
  @Nullable String word(String key, List<String> words) {
    return value(
        key,
        text -> words.contains(text) ? Optional.of(text) : Optional.empty(),
        "one of " + String.join(", ", words));
  }

  /** Something wrong with the value of a key. */
  ExperimentException wrong(String key, String problem) {
    return ExperimentException.at(place(key), "key '" + path(key) + "' " + problem);
  }
}
