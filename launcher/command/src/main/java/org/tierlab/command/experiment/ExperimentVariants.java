package org.tierlab.command.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tierlab.command.experiment.ConfigNode.Keys;

/** The variants that an experiment lists for a comparison. */
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

  private static Keys mapping(ConfigNode node, String path) {
    if (node instanceof Keys keys) {
      return keys;
    }
    throw ExperimentException.at(
        node.place(),
        "key '%s' is %s, expected %s"
            .formatted(path, node.label(), ExperimentKeys.VARIANTS.expected()));
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
