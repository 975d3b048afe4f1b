package org.tierlab.command.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobInfo;
import org.tierlab.command.experiment.PluginDraft.Given;
import org.tierlab.sim.experiment.PluginSetting;

/**
 * Gives every plug-in of a phase a value for each of its knobs. Knobs that stand for the same
 * kernel knob share one value, as they would share one sysctl: the one that the experiment gives to
 * any of them, else the first that the installation configures, else the first default.
 *
 * <p>Values of plug-ins that the phase itself lists win over those of plug-ins that stay from the
 * phase before, as a later write to a sysctl does; two different ones among the former are an
 * error.
 */
final class PhaseKnobs {

  private final Map<String, Shared> given = new LinkedHashMap<>();
  private final Map<String, String> configured = new LinkedHashMap<>();
  private final Map<String, String> defaults = new LinkedHashMap<>();

  /** A kernel knob's value and who gives it. */
  private record Shared(Given given, PluginDraft by) {}

  private PhaseKnobs() {}

  /**
   * Collects what is shared.
   *
   * @param listed the plug-ins that the phase lists
   * @param staying the plug-ins that stay from the phase before
   * @param all both, in the order that decides whose default counts
   */
  static PhaseKnobs of(List<PluginDraft> listed, List<PluginDraft> staying, List<PluginDraft> all) {
    PhaseKnobs phase = new PhaseKnobs();
    for (PluginDraft draft : listed) {
      draft.given().forEach((name, value) -> phase.share(draft, name, value, true));
    }
    for (PluginDraft draft : staying) {
      draft.given().forEach((name, value) -> phase.share(draft, name, value, false));
    }
    all.forEach(phase::shareDefaults);
    return phase;
  }

  private void share(PluginDraft draft, String name, Given value, boolean isListed) {
    if (!knob(draft, name).shared()) {
      return;
    }
    String kernel = knob(draft, name).kernel();
    Shared other = given.putIfAbsent(kernel, new Shared(value, draft));
    if (other != null && isListed && !other.given().value().equals(value.value())) {
      throw ExperimentException.at(
          value.place(),
          "key '%s' is '%s', expected '%s' as %s has it in '%s': both stand for %s"
              .formatted(
                  value.path(),
                  value.written(),
                  other.given().written(),
                  other.by().label(),
                  other.given().path(),
                  kernel));
    }
  }

  private void shareDefaults(PluginDraft draft) {
    for (KnobInfo knob : draft.entry().knobs()) {
      if (knob.shared()) {
        String site = siteDefault(draft, knob);
        if (site != null) {
          configured.putIfAbsent(knob.kernel(), site);
        }
        if (!knob.required()) {
          defaults.putIfAbsent(knob.kernel(), knob.defaultValue());
        }
      }
    }
  }

  /**
   * The setting of a plug-in of the phase.
   *
   * @param draft the plug-in
   * @return with all knobs, in the order in which the plug-in declares them
   */
  PluginSetting setting(PluginDraft draft) {
    Map<String, String> values = new LinkedHashMap<>();
    for (KnobInfo knob : draft.entry().knobs()) {
      String value = value(draft, knob);
      if (value != null) {
        values.put(knob.name(), value);
      }
    }
    try {
      return new PluginSetting(
          draft.name(), draft.entry().name(), KnobValues.typed(draft.entry().knobSet(), values));
    } catch (KnobException e) {
      throw refused(draft, e);
    }
  }

  private @Nullable String value(PluginDraft draft, KnobInfo knob) {
    Shared shared = given.get(knob.kernel());
    if (shared != null) {
      return shared.given().value();
    }
    Given own = draft.given().get(knob.name());
    if (own != null) {
      return own.value();
    }
    String site = siteDefault(draft, knob);
    if (!knob.shared()) {
      return site;
    }
    return configured.getOrDefault(knob.kernel(), defaults.get(knob.kernel()));
  }

  private static @Nullable String siteDefault(PluginDraft draft, KnobInfo knob) {
    String written = draft.entry().siteDefaults().get(knob.name());
    if (written == null) {
      return null;
    }
    return KnobText.inUnit(knob, written)
        .orElseThrow(
            () ->
                ExperimentException.value(
                    configuration(draft), knob.name(), written, KnobText.expected(knob)));
  }

  private static Place configuration(PluginDraft draft) {
    return new Place("configuration of " + draft.entry().label());
  }

  private ExperimentException refused(PluginDraft draft, KnobException e) {
    KnobInfo knob = draft.entry().knobSet().find(e.knob());
    if (knob == null) {
      return ExperimentException.at(
          draft.place(), "key '" + draft.path() + "' is refused: " + e.getMessage());
    }
    String expected = KnobText.expected(knob);
    Given own = draft.given().get(knob.name());
    Shared shared = given.get(knob.kernel());
    if (shared != null && !shared.by().equals(draft)) {
      return ExperimentException.value(
          shared.given().place(),
          shared.given().path(),
          shared.given().written(),
          expected + " for " + draft.label() + ", which shares " + knob.kernel());
    }
    if (own != null) {
      return ExperimentException.value(own.place(), own.path(), own.written(), expected);
    }
    String site = draft.entry().siteDefaults().get(knob.name());
    return site != null
        ? ExperimentException.value(configuration(draft), knob.name(), site, expected)
        : ExperimentException.missing(
            draft.place(), MappingReader.join(draft.path(), knob.name()), expected);
  }

  private static KnobInfo knob(PluginDraft draft, String name) {
    KnobInfo knob = draft.entry().knobSet().find(name);
    if (knob == null) {
      throw new IllegalStateException(name);
    }
    return knob;
  }

  /** The settings of several plug-ins. */
  List<PluginSetting> settings(List<PluginDraft> drafts) {
    List<PluginSetting> settings = new ArrayList<>();
    drafts.forEach(draft -> settings.add(setting(draft)));
    return settings;
  }
}
