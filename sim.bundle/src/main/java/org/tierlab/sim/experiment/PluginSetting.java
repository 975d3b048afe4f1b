package org.tierlab.sim.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A plug-in of an experiment: which it is, what the run calls it, and the knobs that differ from
 * their defaults.
 *
 * <p>A run may list a plug-in several times under names of its own; attribution, swaps and knobs go
 * by that name.
 *
 * @param name what the run calls it, unique among those of its kind
 * @param plugin the plug-in's name, the same as {@code name} if it has none of its own
 * @param knobs values by knob name, numbers in the knob's unit
 */
public record PluginSetting(String name, String plugin, Map<String, Object> knobs) {
  private static final Pattern OWN_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

  /**
   * Copies the knobs, keeping their order.
   *
   * @throws IllegalArgumentException if a name that differs from the plug-in's has other characters
   *     than letters, digits, hyphens and underscores
   */
  public PluginSetting {
    if (!name.equals(plugin) && !isOwnName(name)) {
      throw new IllegalArgumentException(
          "'" + name + "' is no name for a plug-in, expected letters, digits, - and _");
    }
    knobs = Collections.unmodifiableMap(new LinkedHashMap<>(knobs));
  }

  /**
   * A plug-in under its own name.
   *
   * @param name the plug-in's name
   * @param knobs values by knob name, numbers in the knob's unit
   */
  public PluginSetting(String name, Map<String, Object> knobs) {
    this(name, name, knobs);
  }

  /**
   * A plug-in with its defaults.
   *
   * @param name the plug-in's name
   * @return the setting
   */
  public static PluginSetting of(String name) {
    return new PluginSetting(name, Map.of());
  }

  /**
   * Whether an experiment may call a plug-in so.
   *
   * @param name a name
   * @return true for letters, digits, hyphens and underscores, a letter or digit first
   */
  public static boolean isOwnName(String name) {
    return OWN_NAME.matcher(name).matches();
  }

  /**
   * The same plug-in with other knobs.
   *
   * @param values values by knob name
   * @return a copy
   */
  public PluginSetting withKnobs(Map<String, Object> values) {
    return new PluginSetting(name, plugin, values);
  }

  /**
   * Name and plug-in, for messages and tables.
   *
   * @return for example {@code abit}, or {@code cold (damos)} for one with a name of its own, or
   *     {@code abit@1.2} for one version of a plug-in under the plug-in's name
   */
  public String title() {
    if (plugin.startsWith(name + "@")) {
      return plugin;
    }
    return name.equals(plugin) ? name : name + " (" + plugin + ")";
  }
}
