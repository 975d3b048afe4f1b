package org.tierlab.command.experiment;

import java.util.List;
import java.util.Set;
import org.tierlab.command.experiment.ConfigNode.Items;
import org.tierlab.command.experiment.ConfigNode.Keys;
import org.tierlab.command.experiment.ConfigNode.Scalar;

/**
 * Values of a machine description that carry their source, {@code {value: 110 ns, source: "assumed:
 * …"}}: puts the plain value in their place.
 */
final class SourcedValues {
  private static final String VALUE = "value";
  private static final String SOURCE = "source";
  private static final String EXPECTED =
      "a sentence that begins with one of "
          + String.join(", ", MachineConstant.ORIGINS)
          + " and ':'";

  private SourcedValues() {}

  /**
   * Strips the sources below a node.
   *
   * @param node what a machine file holds; changed in place
   * @param path of the node
   * @param found is given every constant, in the order written
   * @return the node itself, or the value that it carried
   */
  static ConfigNode strip(ConfigNode node, String path, List<MachineConstant> found) {
    if (node instanceof Items list) {
      for (int i = 0; i < list.items().size(); i++) {
        String itemPath = MappingReader.join(path, i);
        list.items().set(i, strip(list.items().get(i), itemPath, found));
      }
      return node;
    }
    if (!(node instanceof Keys keys)) {
      return node;
    }
    if (keys.values().keySet().equals(Set.of(VALUE, SOURCE))) {
      return value(keys, path, found);
    }
    for (String key : List.copyOf(keys.values().keySet())) {
      ConfigNode below = keys.values().get(key);
      if (below != null) {
        keys.put(key, strip(below, MappingReader.join(path, key), found), keys.keyPlace(key));
      }
    }
    return node;
  }

  private static ConfigNode value(Keys keys, String path, List<MachineConstant> found) {
    ConfigNode value = keys.values().getOrDefault(VALUE, keys);
    ConfigNode source = keys.values().getOrDefault(SOURCE, keys);
    String sourcePath = MappingReader.join(path, SOURCE);
    String text = MappingReader.text(source, sourcePath, EXPECTED);
    if (!MachineConstant.isSource(text)) {
      throw ExperimentException.value(source.place(), sourcePath, text, EXPECTED);
    }
    found.add(new MachineConstant(path, written(value), text));
    return value;
  }

  /** Lists in flow style, as distances are. */
  private static String written(ConfigNode value) {
    if (value instanceof Scalar scalar) {
      return scalar.text();
    }
    if (value instanceof Items list) {
      return "["
          + String.join(", ", list.items().stream().map(SourcedValues::written).toList())
          + "]";
    }
    return value.label();
  }
}
