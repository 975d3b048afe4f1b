package org.tierlab.command.experiment;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.experiment.ConfigNode.Items;
import org.tierlab.command.experiment.ConfigNode.Keys;
import org.tierlab.command.experiment.ConfigNode.Scalar;

/**
 * Writes overrides into a tree. A path makes what is missing on its way; a plain word on its way (a
 * plug-in without knobs) becomes the mapping whose {@code name} it is.
 */
final class Overrides {

  private static final Pattern INDEX = Pattern.compile("\\d{1,4}");

  private Overrides() {}

  /**
   * Applies an override.
   *
   * @param root the document
   * @param override what to write
   */
  static void apply(Keys root, KeyOverride override) {
    List<String> path = List.of(override.key().split("\\.", -1));
    ConfigNode value = YamlTree.ofOverride(override.value(), override.place());
    ConfigNode parent = root;
    for (int i = 0; i < path.size() - 1; i++) {
      parent = descend(parent, path.get(i), path.get(i + 1), override);
    }
    set(parent, path.get(path.size() - 1), value, override);
  }

  private static ConfigNode descend(
      ConfigNode parent, String step, String next, KeyOverride override) {
    ConfigNode child = child(parent, step, override);
    boolean wantsItems = INDEX.matcher(next).matches();
    if (child == null) {
      child = wantsItems ? new Items(override.place()) : new Keys(override.place());
    } else if (child instanceof Scalar word && !wantsItems) {
      Keys named = new Keys(word.place());
      named.put(ExperimentKeys.NAME, word, word.place());
      child = named;
    } else {
      return child;
    }
    set(parent, step, child, override);
    return child;
  }

  private static @Nullable ConfigNode child(ConfigNode parent, String step, KeyOverride override) {
    if (parent instanceof Keys keys) {
      return keys.values().get(step);
    }
    Items list = items(parent, step, override);
    int index = index(list, step, override);
    return index < list.items().size() ? list.items().get(index) : null;
  }

  private static void set(ConfigNode parent, String step, ConfigNode value, KeyOverride override) {
    if (parent instanceof Keys keys) {
      keys.put(step, value, override.place());
      return;
    }
    Items list = items(parent, step, override);
    int index = index(list, step, override);
    if (index == list.items().size()) {
      list.items().add(value);
    } else {
      list.items().set(index, value);
    }
  }

  private static Items items(ConfigNode parent, String step, KeyOverride override) {
    if (parent instanceof Items list) {
      return list;
    }
    throw ExperimentException.at(
        override.place(),
        "key '%s' leads into %s, which has no '%s'"
            .formatted(override.key(), parent.label(), step));
  }

  private static int index(Items list, String step, KeyOverride override) {
    int index = INDEX.matcher(step).matches() ? Integer.parseInt(step) : -1;
    if (index < 0 || index > list.items().size()) {
      throw ExperimentException.at(
          override.place(),
          "key '%s' has '%s' where a list has %d items, expected a number from 0 to %d"
              .formatted(override.key(), step, list.items().size(), list.items().size()));
    }
    return index;
  }
}
