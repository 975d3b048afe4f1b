package org.tierlab.command.experiment;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.tierlab.command.experiment.ConfigNode.Items;
import org.tierlab.command.experiment.ConfigNode.Keys;
import org.tierlab.command.experiment.ConfigNode.Scalar;

/** Reads YAML text into {@link ConfigNode}s; a key given twice is an error. */
final class YamlTree {

  private static final int MAX_DEPTH = 20;

  private final PlaceOf placeOf;

  private YamlTree(PlaceOf placeOf) {
    this.placeOf = placeOf;
  }

  /** Gives a position in the text its place. */
  @FunctionalInterface
  private interface PlaceOf {
    Place at(int line, int column);
  }

  /**
   * Reads a file's text.
   *
   * @param text YAML
   * @param file the file's name for messages
   */
  static ConfigNode ofFile(String text, String file) {
    return new YamlTree((line, column) -> Place.in(file, line, column)).read(text);
  }

  /**
   * Reads the value of an override.
   *
   * @param text YAML
   * @param place of everything in it
   */
  static ConfigNode ofOverride(String text, Place place) {
    return new YamlTree((line, column) -> place).read(text);
  }

  private ConfigNode read(String text) {
    try {
      Optional<Node> root =
          new Compose(LoadSettings.builder().setUseMarks(true).build()).composeString(text);
      return root.isPresent() ? convert(root.get(), 0) : new Scalar("", placeOf.at(1, 1));
    } catch (MarkedYamlEngineException e) {
      throw ExperimentException.at(place(e.getProblemMark()), "no valid YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw ExperimentException.at(placeOf.at(1, 1), "no valid YAML: " + e.getMessage());
    }
  }

  private ConfigNode convert(Node node, int depth) {
    Place place = place(node.getStartMark());
    if (depth > MAX_DEPTH) {
      throw ExperimentException.at(place, "nested too deeply, expected at most " + MAX_DEPTH);
    }
    if (node instanceof ScalarNode scalar) {
      return new Scalar(scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue(), place);
    }
    if (node instanceof SequenceNode sequence) {
      Items items = new Items(place);
      for (Node item : sequence.getValue()) {
        items.items().add(convert(item, depth + 1));
      }
      return items;
    }
    Keys keys = new Keys(place);
    for (NodeTuple tuple : ((MappingNode) node).getValue()) {
      put(keys, tuple, depth);
    }
    return keys;
  }

  private void put(Keys keys, NodeTuple tuple, int depth) {
    Place place = place(tuple.getKeyNode().getStartMark());
    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
      throw ExperimentException.at(place, "a key is no plain word, expected key: value");
    }
    if (keys.values().containsKey(key.getValue())) {
      throw ExperimentException.at(
          place, "key '" + key.getValue() + "' is given twice, expected once");
    }
    keys.put(key.getValue(), convert(tuple.getValueNode(), depth + 1), place);
  }

  private Place place(Optional<Mark> mark) {
    return mark.map(at -> placeOf.at(at.getLine() + 1, at.getColumn() + 1))
        .orElseGet(() -> placeOf.at(1, 1));
  }
}
