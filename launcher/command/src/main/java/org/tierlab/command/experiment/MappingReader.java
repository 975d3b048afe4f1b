package org.tierlab.command.experiment;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.experiment.ConfigNode.Items;
import org.tierlab.command.experiment.ConfigNode.Keys;
import org.tierlab.command.experiment.ConfigNode.Scalar;

/** Reads the keys of one mapping; a key that is not known or not there is an error. */
final class MappingReader {

  private final Keys keys;
  private final String path;

  private MappingReader(Keys keys, String path) {
    this.keys = keys;
    this.path = path;
  }

  /**
   * Checks that a node is a mapping with known keys and all that are required.
   *
   * @param node the mapping
   * @param path of the mapping in the experiment, empty for the experiment itself
   * @param known its keys
   */
  static MappingReader of(ConfigNode node, String path, List<Key> known) {
    List<String> names = known.stream().map(Key::name).toList();
    if (!(node instanceof Keys keys)) {
      String subject = path.isEmpty() ? "the experiment" : "key '" + path + "'";
      throw ExperimentException.at(
          node.place(),
          subject + " is " + node.label() + ", expected keys: " + String.join(", ", names));
    }
    MappingReader reader = new MappingReader(keys, path);
    for (String key : keys.values().keySet()) {
      if (!names.contains(key)) {
        throw unknownKey(keys.keyPlace(key), reader.path(key), key, names);
      }
    }
    for (Key key : known) {
      if (key.required() && !keys.values().containsKey(key.name())) {
        throw ExperimentException.missing(keys.place(), reader.path(key.name()), key.expected());
      }
    }
    return reader;
  }

  static ExperimentException unknownKey(Place place, String path, String key, List<String> names) {
    String known = names.isEmpty() ? "no key" : "one of " + String.join(", ", names);
    return ExperimentException.at(
        place, "key '" + path + "' is unknown, expected " + known + Nearest.question(key, names));
  }

  /** The path of a key of this mapping. */
  String path(String key) {
    return join(path, key);
  }

  String path(Key key) {
    return path(key.name());
  }

  static String join(String path, Object step) {
    return path.isEmpty() ? step.toString() : path + "." + step;
  }

  Place place() {
    return keys.place();
  }

  /** Where the value of a key is written. */
  Place place(Key key) {
    ConfigNode node = keys.values().get(key.name());
    return node == null ? place() : node.place();
  }

  /** The value of a key, its default where it is absent. */
  <T> T value(Key.Single<T> key) {
    ConfigNode node = keys.values().get(key.name());
    return node == null ? key.defaultValue() : single(node, path(key), key.type());
  }

  /** What a key holds, null where it is absent. */
  @Nullable ConfigNode section(Key key) {
    return keys.values().get(key.name());
  }

  /** What a required key holds. */
  ConfigNode requiredSection(Key.Section key) {
    ConfigNode node = keys.values().get(key.name());
    if (node == null) {
      throw ExperimentException.missing(place(), path(key), key.expected());
    }
    return node;
  }

  /** The items of a key that holds a list; none where it is absent. */
  List<ConfigNode> items(Key.Section key) {
    ConfigNode node = keys.values().get(key.name());
    return node == null ? List.of() : items(node, path(key), key.expected());
  }

  static List<ConfigNode> items(ConfigNode node, String path, String expected) {
    if (node instanceof Items list) {
      return list.items();
    }
    throw ExperimentException.at(
        node.place(), "key '" + path + "' is " + node.label() + ", expected " + expected);
  }

  /** A single value of a type. */
  static <T> T single(ConfigNode node, String path, ValueType<T> type) {
    String text = text(node, path, type.expected());
    return type.parse(text)
        .orElseThrow(() -> ExperimentException.value(node.place(), path, text, type.expected()));
  }

  /** The text of a single value. */
  static String text(ConfigNode node, String path, String expected) {
    if (node instanceof Scalar scalar) {
      return scalar.text();
    }
    throw ExperimentException.at(
        node.place(), "key '" + path + "' is " + node.label() + ", expected " + expected);
  }
}
