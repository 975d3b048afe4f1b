package org.tierlab.command.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tierlab.api.knob.KnobInfo;
import org.tierlab.command.plugins.PluginCatalogue;
import org.tierlab.command.plugins.PluginEntry;
import org.tierlab.sim.plugin.PluginKind;

/**
 * The JSON Schema (draft 2020-12) of experiments, for editors: keys from {@link ExperimentKeys},
 * knobs from the plug-ins that are present. A plug-in that is not among them passes with any knobs.
 */
public final class ExperimentSchema {

  private static final String DEFS = "#/$defs/";

  private ExperimentSchema() {}

  /**
   * Writes the schema.
   *
   * @param catalogue the plug-ins whose knobs are described
   * @return the schema's document
   */
  public static Map<String, Object> of(PluginCatalogue catalogue) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$id", "urn:tierlab:experiment");
    schema.put("title", "A Tierlab experiment");
    Map<String, Object> sections = new LinkedHashMap<>();
    sections.put(
        ExperimentKeys.MACHINE.name(),
        map(
            "anyOf",
            List.of(
                map("type", "string", "minLength", 1),
                ref("machine"),
                map("type", "object", "required", List.of(ExperimentKeys.BASE.name())))));
    sections.put(ExperimentKeys.SWAPS.name(), list(ref("swap")));
    sections.put(
        ExperimentKeys.VARIANTS.name(),
        map("type", "object", "additionalProperties", map("type", "object")));
    sections.put(
        ExperimentKeys.COLUMNS.name(),
        map("type", "object", "additionalProperties", map("type", "string", "minLength", 1)));
    schema.putAll(object(ExperimentKeys.EXPERIMENT, plugins(sections, true)));
    schema.put("$defs", definitions(catalogue));
    return schema;
  }

  private static Map<String, Object> definitions(PluginCatalogue catalogue) {
    Map<String, Object> defs = new LinkedHashMap<>();
    Map<String, Object> machine = new LinkedHashMap<>();
    Map<String, Object> nodes = list(object(ExperimentKeys.NODE_KEYS, Map.of()));
    nodes.put("minItems", 1);
    nodes.put("maxItems", 8);
    machine.put(ExperimentKeys.NODES.name(), nodes);
    machine.put(ExperimentKeys.DISTANCES.name(), list(list(ExperimentKeys.DISTANCE.schema())));
    machine.put(ExperimentKeys.COSTS.name(), knobs(MachineReader.COSTS.knobs()));
    machine.put(ExperimentKeys.HYPOTHESES.name(), knobs(MachineReader.HYPOTHESES.knobs()));
    machine.put(ExperimentKeys.MACHINE_PLUGINS.name(), map("type", "object"));
    List<Key> keys = new ArrayList<>(ExperimentKeys.MACHINE_KEYS);
    keys.add(ExperimentKeys.MACHINE_PLUGINS);
    defs.put("machine", object(keys, machine));
    defs.put("swap", swap());
    for (PluginKind kind : PluginKind.values()) {
      defs.put(kind.word(), plugin(kind, catalogue));
    }
    return defs;
  }

  private static Map<String, Object> swap() {
    Map<String, Object> swap =
        object(ExperimentKeys.SWAP_KEYS, plugins(new LinkedHashMap<>(), false));
    swap.put("minProperties", 2);
    return swap;
  }

  private static Map<String, Object> plugins(Map<String, Object> sections, boolean mayBeNone) {
    Map<String, Object> several = list(ref(PluginKind.WORKLOAD.word()));
    several.put("minItems", 1);
    sections.put(
        ExperimentKeys.WORKLOAD.name(),
        map("anyOf", List.of(ref(PluginKind.WORKLOAD.word()), several)));
    sections.put(ExperimentKeys.SOURCES.name(), list(ref(PluginKind.SOURCE.word())));
    sections.put(ExperimentKeys.POLICIES.name(), list(ref(PluginKind.POLICY.word())));
    Map<String, Object> engine = ref(PluginKind.ENGINE.word());
    sections.put(
        ExperimentKeys.ENGINE.name(),
        mayBeNone ? map("anyOf", List.of(engine, map("const", ExperimentKeys.NO_ENGINE))) : engine);
    return sections;
  }

  /** An object with known keys; the schemas of sections are given, those of values are known. */
  private static Map<String, Object> object(List<Key> keys, Map<String, Object> sections) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Key key : keys) {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("description", key.about());
      if (key instanceof Key.Single<?> single) {
        schema.putAll(single.type().schema());
        putDefault(schema, single);
      } else if (sections.get(key.name()) instanceof Map<?, ?> section) {
        section.forEach((keyword, value) -> schema.put((String) keyword, value));
      }
      properties.put(key.name(), schema);
      if (key.required()) {
        required.add(key.name());
      }
    }
    Map<String, Object> object = map("type", "object", "additionalProperties", false);
    if (!required.isEmpty()) {
      object.put("required", required);
    }
    object.put("properties", properties);
    return object;
  }

  private static <T> void putDefault(Map<String, Object> schema, Key.Single<T> key) {
    if (!key.required() && !key.equals(ExperimentKeys.TITLE)) {
      schema.put("default", key.type().write(key.defaultValue()));
    }
  }

  private static Map<String, Object> knobs(List<KnobInfo> knobs) {
    Map<String, Object> properties = new LinkedHashMap<>();
    knobs.forEach(knob -> properties.put(knob.name(), KnobText.schema(knob)));
    return map("type", "object", "additionalProperties", false, "properties", properties);
  }

  private static Map<String, Object> plugin(PluginKind kind, PluginCatalogue catalogue) {
    List<Object> choices = new ArrayList<>();
    List<String> names = catalogue.names(kind);
    choices.add(map("enum", names));
    for (PluginEntry entry : catalogue.entries()) {
      if (entry.kind() == kind) {
        choices.add(withKnobs(entry));
      }
    }
    Map<String, Object> other = map("type", "string", "not", map("enum", names));
    choices.add(other);
    choices.add(
        map(
            "type",
            "object",
            "required",
            List.of(ExperimentKeys.NAME),
            "properties",
            map(ExperimentKeys.NAME, other)));
    return map("anyOf", choices);
  }

  private static Map<String, Object> withKnobs(PluginEntry entry) {
    Map<String, Object> object = knobs(entry.knobs());
    List<String> required = new ArrayList<>();
    required.add(ExperimentKeys.NAME);
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(ExperimentKeys.NAME, map("const", entry.name()));
    if (PluginDraft.isListed(entry.kind())) {
      properties.put(
          ExperimentKeys.AS, map("description", ExperimentKeys.AS_ABOUT, "type", "string"));
    }
    for (KnobInfo knob : entry.knobs()) {
      properties.put(knob.name(), KnobText.schema(knob));
      if (knob.required()) {
        required.add(knob.name());
      }
    }
    if (entry.kind() == PluginKind.WORKLOAD) {
      for (Key.Single<Long> key : ExperimentKeys.BESIDE_WORKLOADS) {
        Map<String, Object> beside = map("description", key.about());
        beside.putAll(key.type().schema());
        putDefault(beside, key);
        properties.put(key.name(), beside);
      }
    }
    if (entry.kind() == PluginKind.SOURCE && entry.name().equals(DamoFile.SOURCE)) {
      properties.put(DamoFile.KEY, map("description", DamoFile.ABOUT, "type", "string"));
    }
    object.put("required", required);
    object.put("properties", properties);
    return object;
  }

  private static Map<String, Object> ref(String definition) {
    return map("$ref", DEFS + definition);
  }

  private static Map<String, Object> list(Map<String, Object> items) {
    return map("type", "array", "items", items);
  }

  private static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
