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
import org.tierlab.command.plugins.VersionedName;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.PluginKind;

/**
 * A plug-in as an experiment names it, with the knobs that it gives.
 *
 * @param entry the plug-in
 * @param name what the run calls it
 * @param path where in the experiment, for example {@code sources.0}
 * @param place where in the file
 * @param given the knobs it gives, by name
 */
record PluginDraft(
    PluginEntry entry, String name, String path, Place place, Map<String, Given> given) {

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
      PluginEntry entry = entry(node, path, kind, catalogue);
      return new PluginDraft(entry, usualName(entry), path, node.place(), Map.of());
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
    String own = ownName(keys, path, entry);
    Map<String, Given> given = new LinkedHashMap<>();
    for (var key : keys.values().entrySet()) {
      if (!isOwnKey(key.getKey(), kind) && !besides.contains(key.getKey())) {
        String knobPath = MappingReader.join(path, key.getKey());
        KnobInfo knob = entry.knobSet().find(key.getKey());
        if (knob == null) {
          throw unknownKnob(keys, key.getKey(), knobPath, entry, besides);
        }
        given.put(key.getKey(), given(knob, key.getValue(), knobPath));
      }
    }
    return new PluginDraft(entry, own, path, node.place(), given);
  }

  private static boolean isOwnKey(String key, PluginKind kind) {
    return key.equals(ExperimentKeys.NAME) || (key.equals(ExperimentKeys.AS) && isListed(kind));
  }

  /** Whether a run lists plug-ins of a kind, so that one may be there more than once. */
  static boolean isListed(PluginKind kind) {
    return kind == PluginKind.SOURCE || kind == PluginKind.POLICY;
  }

  /** One version of a plug-in is called by the plug-in's name, where it may have one of its own. */
  private static String usualName(PluginEntry entry) {
    return isListed(entry.kind()) ? VersionedName.parse(entry.name()).name() : entry.name();
  }

  private static String ownName(Keys keys, String path, PluginEntry entry) {
    ConfigNode node = isListed(entry.kind()) ? keys.values().get(ExperimentKeys.AS) : null;
    if (node == null) {
      return usualName(entry);
    }
    String asPath = MappingReader.join(path, ExperimentKeys.AS);
    String name = MappingReader.text(node, asPath, ExperimentKeys.AS_EXPECTED);
    if (!PluginSetting.isOwnName(name)) {
      throw ExperimentException.value(node.place(), asPath, name, ExperimentKeys.AS_EXPECTED);
    }
    return name;
  }

  /**
   * Kind and name, for messages.
   *
   * @return for example {@code source 'abit'}
   */
  String label() {
    return entry.kind().word() + " '" + name + "'";
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
    if (isListed(entry.kind())) {
      names.add(1, ExperimentKeys.AS);
    }
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
