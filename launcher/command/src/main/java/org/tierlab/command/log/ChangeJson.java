package org.tierlab.command.log;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.experiment.KnobValues;
import org.tierlab.command.plugins.PluginCatalogue;
import org.tierlab.command.plugins.PluginEntry;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.plugin.PluginKind;

/** A logged change as a JSON object. */
final class ChangeJson {

  private static final Set<String> KEYS =
      Set.of(
          "at_ns", "step", "action", "kind", "old", "new", "plugin", "knobs", "origin", "sha256",
          "outcome");

  private ChangeJson() {}

  static Map<String, Object> write(LoggedChange logged) {
    Change change = logged.change();
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("at_ns", logged.atNs());
    keys.put("step", logged.step());
    keys.put("action", change.action().name().toLowerCase(Locale.ROOT));
    keys.put("kind", change.kind().word());
    if (change.oldName() != null) {
      keys.put("old", change.oldName());
    }
    if (change.setting() != null) {
      keys.put("new", change.setting().name());
      if (!change.setting().plugin().equals(change.setting().name())) {
        keys.put("plugin", change.setting().plugin());
      }
      keys.put("knobs", change.setting().knobs());
    }
    keys.put("origin", logged.origin());
    keys.put("sha256", logged.sha256());
    keys.put("outcome", logged.outcome());
    return keys;
  }

  static LoggedChange read(Map<String, Object> keys, PluginCatalogue catalogue) {
    for (String key : keys.keySet()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException("key '" + key + "' is unknown, expected one of " + KEYS);
      }
    }
    PluginKind kind = constant(PluginKind.class, text(keys, "kind"), "kind");
    Change.Action action = constant(Change.Action.class, text(keys, "action"), "action");
    Object old = keys.get("old");
    return new LoggedChange(
        number(keys, "at_ns"),
        number(keys, "step"),
        new Change(
            action, kind, old == null ? null : old.toString(), setting(keys, kind, catalogue)),
        text(keys, "origin"),
        text(keys, "sha256"),
        text(keys, "outcome"));
  }

  private static @Nullable PluginSetting setting(
      Map<String, Object> keys, PluginKind kind, PluginCatalogue catalogue) {
    if (!keys.containsKey("new")) {
      return null;
    }
    if (!(keys.get("knobs") instanceof Map<?, ?> knobs)) {
      throw new IllegalArgumentException("key 'knobs' is missing, expected values by knob");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    knobs.forEach((name, value) -> values.put((String) name, value));
    String name = text(keys, "new");
    String plugin = keys.containsKey("plugin") ? text(keys, "plugin") : name;
    PluginEntry entry = catalogue.find(kind, plugin);
    return new PluginSetting(
        name, plugin, entry == null ? values : KnobValues.some(entry.knobSet(), values));
  }

  private static String text(Map<String, Object> keys, String key) {
    if (keys.get(key) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(
        "key '%s' is %s, expected a text".formatted(key, keys.get(key)));
  }

  private static long number(Map<String, Object> keys, String key) {
    if (keys.get(key) instanceof Number number && number.longValue() >= 0) {
      return number.longValue();
    }
    throw new IllegalArgumentException(
        "key '%s' is %s, expected a whole number from 0".formatted(key, keys.get(key)));
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String word, String key) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(word)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("key '%s' is '%s', which is none".formatted(key, word));
  }
}
