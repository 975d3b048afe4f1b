package org.tierlab.sim.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A plug-in of an experiment: its name and the knobs that differ from their defaults.
 *
 * @param name the plug-in's name
 * @param knobs values by knob name, numbers in the knob's unit
 */
public record PluginSetting(String name, Map<String, Object> knobs) {
  /** Copies the knobs, keeping their order. */
  public PluginSetting {
    knobs = Collections.unmodifiableMap(new LinkedHashMap<>(knobs));
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
}
