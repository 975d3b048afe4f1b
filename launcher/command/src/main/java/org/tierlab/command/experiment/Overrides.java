package org.tierlab.command.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.experiment.ConfigNode.Items;
import org.tierlab.command.experiment.ConfigNode.Keys;
import org.tierlab.command.experiment.ConfigNode.Scalar;

/**
 * Writes overrides into a tree. A path makes what is missing on its way; a plain word on its way (a
 * plug-in without knobs) becomes the mapping whose {@code name} it is. A workload that stands alone
 * is also the first item of a list, and the only item of a list also stands alone.
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
    apply(root, override, YamlTree.ofOverride(override.value(), override.place()));
  }

  /**
   * Applies an override whose value has been read.
   *
   * @param root the document
   * @param override where to write
   * @param value what
   */
  static void apply(Keys root, KeyOverride override, ConfigNode value) {
    List<String> path = List.of(override.key().split("\\.", -1));
    ConfigNode parent = root;
    if (path.size() > 1 && path.get(0).equals(ExperimentKeys.WORKLOAD.name())) {
      Items workloads = listed(root, path.get(1), override);
      if (workloads != null) {
        parent = workloads;
        path = INDEX.matcher(path.get(1)).matches() ? path.subList(1, path.size()) : first(path);
      }
    }
    for (int i = 0; i < path.size() - 1; i++) {
      parent = descend(parent, path.get(i), path.get(i + 1), override);
    }
    set(parent, path.get(path.size() - 1), value, override);
  }

  /** The list of workloads that a path leads into, null if it leads into one that stands alone. */
  private static @Nullable Items listed(Keys root, String step, KeyOverride override) {
    String key = ExperimentKeys.WORKLOAD.name();
    ConfigNode workload = root.values().get(key);
    boolean isNumbered = INDEX.matcher(step).matches();
    if (workload instanceof Items list) {
      if (!isNumbered && list.items().size() != 1) {
        throw ExperimentException.at(
            override.place(),
            "key '%s' leads into a list of %d workloads, expected '%s.N.%s'"
                .formatted(override.key(), list.items().size(), key, step));
      }
      return list;
    }
    if (workload == null || !isNumbered) {
      return null;
    }
    Items list = new Items(workload.place());
    list.items().add(workload);
    root.put(key, list, root.keyPlace(key));
    return list;
  }

  /** The path into the first workload of a list that has no other. */
  private static List<String> first(List<String> path) {
    List<String> numbered = new ArrayList<>(path);
    numbered.set(0, "0");
    return numbered;
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
