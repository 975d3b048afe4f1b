package org.tierlab.shell.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobInfo;
import org.tierlab.command.experiment.KnobText;
import org.tierlab.command.experiment.KnobValues;
import org.tierlab.command.plugins.PluginCatalogue;
import org.tierlab.command.plugins.PluginEntry;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.PluginKind;

/**
 * A plug-in that is to join a run: every knob gets a value. A kernel's knob that another plug-in in
 * place has as well keeps the value it has there, as a sysctl would; others take what is given,
 * else what the installation configures, else the default.
 */
public final class Newcomer {

  private final PluginEntry entry;
  private final Map<String, PlacedKnob> shared = new LinkedHashMap<>();

  private Newcomer(PluginEntry entry, List<Placed> staying) {
    this.entry = entry;
    for (PlacedKnob knob : PlacedKnob.of(staying)) {
      if (knob.knob().shared()) {
        shared.putIfAbsent(knob.knob().kernel(), knob);
      }
    }
  }

  /**
   * Settles the knobs.
   *
   * @param catalogue the plug-ins that are present
   * @param kind the newcomer's kind
   * @param plugin which plug-in
   * @param name what the run is to call it
   * @param given knobs by name, as a person writes them
   * @param staying the plug-ins that it joins
   * @return with all knobs
   * @throws Refusal if there is no such plug-in or knob, or a value is not taken
   */
  public static PluginSetting setting(
      PluginCatalogue catalogue,
      PluginKind kind,
      String plugin,
      String name,
      Map<String, String> given,
      List<Placed> staying) {
    PluginEntry entry = catalogue.find(kind, plugin);
    if (entry == null) {
      List<String> names = catalogue.names(kind);
      throw new Refusal(
          "there is no %s '%s'; there are: %s"
              .formatted(kind.word(), plugin, names.isEmpty() ? "none" : String.join(", ", names)));
    }
    if (!entry.problem().isEmpty()) {
      throw new Refusal(entry.label() + " cannot be used: " + entry.problem());
    }
    if (!PluginSetting.isOwnName(name)) {
      throw new Refusal(
          "'" + name + "' is no name for a plug-in, expected letters, digits, - and _");
    }
    return new Newcomer(entry, staying).setting(name, given);
  }

  private PluginSetting setting(String name, Map<String, String> given) {
    for (String key : given.keySet()) {
      if (entry.knobSet().find(key) == null) {
        List<String> names = entry.knobs().stream().map(KnobInfo::name).toList();
        throw new Refusal(
            "%s has no knob '%s'; it has: %s"
                .formatted(
                    entry.label(), key, names.isEmpty() ? "none" : String.join(", ", names)));
      }
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (KnobInfo knob : entry.knobs()) {
      String text = given.get(knob.name());
      PlacedKnob other = shared.get(knob.kernel());
      if (other != null) {
        Object present = other.plugin().knobs().get(other.knob().name());
        if (text != null
            && !inUnit(knob, text)
                .equals(KnobText.inUnit(knob, String.valueOf(present)).orElse(""))) {
          throw new Refusal(
              "%s is %s for %s, which shares it; tier:knob set %s changes it for both"
                  .formatted(knob.kernel(), other.value(), other.plugin().label(), knob.kernel()));
        }
        values.put(knob.name(), String.valueOf(present));
      } else if (text != null) {
        values.put(knob.name(), inUnit(knob, text));
      } else if (entry.siteDefaults().containsKey(knob.name())) {
        values.put(knob.name(), inUnit(knob, entry.siteDefaults().get(knob.name())));
      }
    }
    try {
      return new PluginSetting(name, entry.name(), KnobValues.typed(entry.knobSet(), values));
    } catch (KnobException e) {
      throw new Refusal(entry.label() + ": " + e.getMessage());
    }
  }

  private String inUnit(KnobInfo knob, String text) {
    return KnobText.inUnit(knob, text)
        .orElseThrow(
            () ->
                new Refusal(
                    "%s: knob '%s' is '%s', expected %s"
                        .formatted(entry.label(), knob.name(), text, KnobText.expected(knob))));
  }
}
