package org.tierlab.command.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tierlab.command.experiment.ConfigNode.Keys;
import org.tierlab.command.experiment.ConfigNode.Scalar;

/** What an experiment lists for a comparison: its variants, and the figures to show of them. */
final class ExperimentVariants {

  private ExperimentVariants() {}

  /** The values of each variant by name, in the order written. */
  static Map<String, Keys> of(ConfigNode root) {
    String path = ExperimentKeys.VARIANTS.name();
    ConfigNode node = root instanceof Keys keys ? keys.values().get(path) : null;
    Map<String, Keys> variants = new LinkedHashMap<>();
    if (node != null) {
      mapping(node, path)
          .values()
          .forEach(
              (name, values) ->
                  variants.put(name, mapping(values, MappingReader.join(path, name))));
    }
    return variants;
  }

  /** The path of each column by label, in the order written. */
  static Map<String, String> columns(ConfigNode root) {
    String path = ExperimentKeys.COLUMNS.name();
    ConfigNode node = root instanceof Keys keys ? keys.values().get(path) : null;
    Map<String, String> columns = new LinkedHashMap<>();
    if (node == null) {
      return columns;
    }
    if (!(node instanceof Keys labels)) {
      throw unexpected(node, path, ExperimentKeys.COLUMNS);
    }
    labels
        .values()
        .forEach(
            (label, value) -> {
              if (!(value instanceof Scalar scalar)) {
                throw unexpected(value, MappingReader.join(path, label), ExperimentKeys.COLUMNS);
              }
              columns.put(label, scalar.text());
            });
    return columns;
  }

  private static Keys mapping(ConfigNode node, String path) {
    if (node instanceof Keys keys) {
      return keys;
    }
    throw unexpected(node, path, ExperimentKeys.VARIANTS);
  }

  private static ExperimentException unexpected(ConfigNode node, String path, Key key) {
    return ExperimentException.at(
        node.place(), "key '%s' is %s, expected %s".formatted(path, node.label(), key.expected()));
  }

  /** Writes a variant's values into an experiment. */
  static void apply(Keys root, Keys variant) {
    variant
        .values()
        .forEach(
            (key, value) ->
                Overrides.apply(root, new KeyOverride(key, "", variant.keyPlace(key)), value));
  }
}
