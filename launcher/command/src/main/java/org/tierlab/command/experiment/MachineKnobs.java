package org.tierlab.command.experiment;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.experiment.ConfigNode.Items;
import org.tierlab.command.experiment.ConfigNode.Keys;
import org.tierlab.command.experiment.ConfigNode.Scalar;
import org.tierlab.sim.plugin.PluginKind;

/**
 * The knobs of plug-ins that a machine description sets, {@code plugins: {engine: {multithread:
 * {wakeup_ns: 72 us}}}}: an experiment that names the plug-in and gives no value of its own has the
 * machine's.
 */
final class MachineKnobs {
  private MachineKnobs() {}

  /**
   * Moves what a machine says of plug-ins to where the experiment names them.
   *
   * @param root the experiment; its machine loses the key
   */
  static void move(Keys root) {
    ConfigNode plugins =
        root.values().get(ExperimentKeys.MACHINE.name()) instanceof Keys machine
            ? machine.remove(ExperimentKeys.MACHINE_PLUGINS.name())
            : null;
    if (plugins == null) {
      return;
    }
    String path =
        MappingReader.join(ExperimentKeys.MACHINE.name(), ExperimentKeys.MACHINE_PLUGINS.name());
    Keys kinds = mapping(plugins, path);
    for (String kind : kinds.values().keySet()) {
      List<String> known =
          java.util.Arrays.stream(PluginKind.values()).map(PluginKind::word).toList();
      if (!known.contains(kind)) {
        throw MappingReader.unknownKey(
            kinds.keyPlace(kind), MappingReader.join(path, kind), kind, known);
      }
    }
    phase(root, kinds, path);
    if (root.values().get(ExperimentKeys.SWAPS.name()) instanceof Items swaps) {
      for (ConfigNode swap : swaps.items()) {
        if (swap instanceof Keys keys) {
          phase(keys, kinds, path);
        }
      }
    }
  }

  private static void phase(Keys keys, Keys kinds, String path) {
    all(keys, ExperimentKeys.WORKLOAD.name(), PluginKind.WORKLOAD, kinds, path);
    all(keys, ExperimentKeys.SOURCES.name(), PluginKind.SOURCE, kinds, path);
    all(keys, ExperimentKeys.POLICIES.name(), PluginKind.POLICY, kinds, path);
    all(keys, ExperimentKeys.ENGINE.name(), PluginKind.ENGINE, kinds, path);
  }

  private static void all(Keys keys, String key, PluginKind kind, Keys kinds, String path) {
    ConfigNode node = keys.values().get(key);
    ConfigNode ofKind = kinds.values().get(kind.word());
    if (node == null || ofKind == null) {
      return;
    }
    String kindPath = MappingReader.join(path, kind.word());
    Keys plugins = mapping(ofKind, kindPath);
    if (node instanceof Items list) {
      list.items().replaceAll(item -> with(item, plugins, kindPath));
    } else {
      keys.put(key, with(node, plugins, kindPath), keys.keyPlace(key));
    }
  }

  private static ConfigNode with(ConfigNode item, Keys plugins, String path) {
    String name = name(item);
    ConfigNode values = name == null ? null : plugins.values().get(name);
    if (name == null || values == null) {
      return item;
    }
    Keys named;
    if (item instanceof Keys keys) {
      named = keys;
    } else {
      named = new Keys(item.place());
      named.put(ExperimentKeys.NAME, item, item.place());
    }
    Keys knobs = mapping(values, MappingReader.join(path, name));
    knobs
        .values()
        .forEach(
            (knob, value) -> {
              if (!named.values().containsKey(knob)) {
                named.put(knob, value, knobs.keyPlace(knob));
              }
            });
    return named;
  }

  private static @Nullable String name(ConfigNode item) {
    ConfigNode name = item instanceof Keys keys ? keys.values().get(ExperimentKeys.NAME) : item;
    return name instanceof Scalar scalar ? scalar.text() : null;
  }

  private static Keys mapping(ConfigNode node, String path) {
    if (node instanceof Keys keys) {
      return keys;
    }
    throw ExperimentException.at(
        node.place(),
        "key '%s' is %s, expected %s"
            .formatted(path, node.label(), ExperimentKeys.MACHINE_PLUGINS.expected()));
  }
}
