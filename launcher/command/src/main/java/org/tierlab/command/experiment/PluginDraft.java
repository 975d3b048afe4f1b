package org.tierlab.command.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.knob.KnobInfo;
import org.tierlab.command.experiment.ConfigNode.Keys;
import org.tierlab.command.plugins.PluginCatalogue;
import org.tierlab.command.plugins.PluginEntry;
import org.tierlab.sim.plugin.PluginKind;

/**
 * A plug-in as an experiment names it, with the knobs that it gives.
 *
 * @param entry the plug-in
 * @param path where in the experiment, for example {@code sources.0}
 * @param place where in the file
 * @param given the knobs it gives, by name
 */
record PluginDraft(PluginEntry entry, String path, Place place, Map<String, Given> given) {

  /**
   * A knob's value as an experiment gives it.
   *
   * @param path of the key
   * @param place of the value
   * @param written as written
   * @param value in the knob's unit
   */
  record Given(String path, Place place, String written, String value) {}

  /**
   * Reads a plug-in: its name, or a mapping of its name and knobs.
   *
   * @param node what the experiment holds
   * @param path where in the experiment
   * @param kind what kind is expected
   * @param catalogue what there is
   * @param besides keys that this place takes beside the knobs, and that are read elsewhere
   */
  static PluginDraft read(
      ConfigNode node,
      String path,
      PluginKind kind,
      PluginCatalogue catalogue,
      List<String> besides) {
    if (!(node instanceof Keys keys)) {
      return new PluginDraft(entry(node, path, kind, catalogue), path, node.place(), Map.of());
    }
    ConfigNode name = keys.values().get(ExperimentKeys.NAME);
    if (name == null) {
      throw ExperimentException.missing(
          node.place(),
          MappingReader.join(path, ExperimentKeys.NAME),
          expectedName(kind, catalogue));
    }
    String namePath = MappingReader.join(path, ExperimentKeys.NAME);
    PluginEntry entry = entry(name, namePath, kind, catalogue);
    Map<String, Given> given = new LinkedHashMap<>();
    for (var key : keys.values().entrySet()) {
      if (!key.getKey().equals(ExperimentKeys.NAME) && !besides.contains(key.getKey())) {
        String knobPath = MappingReader.join(path, key.getKey());
        KnobInfo knob = entry.knobSet().find(key.getKey());
        if (knob == null) {
          throw unknownKnob(keys, key.getKey(), knobPath, entry, besides);
        }
        given.put(key.getKey(), given(knob, key.getValue(), knobPath));
      }
    }
    return new PluginDraft(entry, path, node.place(), given);
  }

  /** Reads a knob's value. */
  static Given given(KnobInfo knob, ConfigNode node, String path) {
    String written = MappingReader.text(node, path, KnobText.expected(knob));
    Optional<String> value = KnobText.inUnit(knob, written);
    if (value.isEmpty()) {
      throw ExperimentException.value(node.place(), path, written, KnobText.expected(knob));
    }
    return new Given(path, node.place(), written, value.get());
  }

  private static ExperimentException unknownKnob(
      Keys keys, String key, String path, PluginEntry entry, List<String> besides) {
    List<String> names = new ArrayList<>(entry.knobs().stream().map(KnobInfo::name).toList());
    names.add(0, ExperimentKeys.NAME);
    names.addAll(besides);
    return MappingReader.unknownKey(keys.keyPlace(key), path, key, names);
  }

  private static PluginEntry entry(
      ConfigNode node, String path, PluginKind kind, PluginCatalogue catalogue) {
    String name = MappingReader.text(node, path, expectedName(kind, catalogue));
    @Nullable PluginEntry entry = catalogue.find(kind, name);
    if (entry == null) {
      throw ExperimentException.value(
          node.place(),
          path,
          name,
          expectedName(kind, catalogue) + Nearest.question(name, catalogue.names(kind)));
    }
    if (!entry.problem().isEmpty()) {
      throw ExperimentException.at(
          node.place(), "key '" + path + "' is '" + name + "', but " + entry.problem());
    }
    return entry;
  }

  private static String expectedName(PluginKind kind, PluginCatalogue catalogue) {
    List<String> names = catalogue.names(kind);
    String noun = (kind == PluginKind.ENGINE ? "an " : "a ") + kind.word();
    return names.isEmpty()
        ? noun + ", but none is installed"
        : noun + ": " + String.join(", ", names);
  }
}
