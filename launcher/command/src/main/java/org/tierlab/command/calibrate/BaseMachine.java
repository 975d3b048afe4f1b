package org.tierlab.command.calibrate;

import java.nio.file.Path;
import org.tierlab.api.knob.KnobInfo;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.command.CommandFailure;
import org.tierlab.command.experiment.KnobText;
import org.tierlab.command.experiment.MachineDescription;
import org.tierlab.command.plugins.PluginCatalogue;
import org.tierlab.command.plugins.PluginEntry;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.plugin.PluginKind;

/**
 * The machine whose constants stay where rows tell nothing.
 *
 * @param name of its description
 * @param spec its constants
 * @param description as written, with the knobs of plug-ins
 * @param plugins the plug-ins that are present, for defaults of their knobs
 */
record BaseMachine(
    String name, MachineSpec spec, MachineDescription description, PluginCatalogue plugins) {
  private static final KnobSet<CostModel> COSTS = KnobSet.of(CostModel.class);

  static BaseMachine read(String name, PluginCatalogue plugins) {
    Path here = Path.of("");
    return new BaseMachine(
        name, MachineDescription.spec(name, here), MachineDescription.read(name, here), plugins);
  }

  /** Whether the knobs of an engine have values, by the description or because it is present. */
  boolean knows(String engine) {
    return plugins.find(PluginKind.ENGINE, engine) != null
        || description.constants().stream()
            .anyMatch(constant -> constant.path().startsWith(path(engine, "")));
  }

  /** A knob of an engine: what the description says, else its default. */
  double engineKnob(String engine, String knob) {
    PluginEntry entry = plugins.find(PluginKind.ENGINE, engine);
    KnobInfo info = entry == null ? null : entry.knobSet().find(knob);
    String value = written(path(engine, knob), info == null ? "" : info.defaultValue());
    if (value.isEmpty()) {
      throw CommandFailure.input(
          "%s does not say %s, and there is no engine %s"
              .formatted(name, path(engine, knob), engine));
    }
    return number(value, knob.endsWith("_ns"));
  }

  private static String path(String engine, String knob) {
    return "plugins.engine." + engine + "." + knob;
  }

  /** The time of a {@code move_pages()} call outside its folios; 0 if the description has none. */
  double callNs() {
    return number(written("plugins.policy.move-pages.call_ns", "0"), true);
  }

  private String written(String path, String fallback) {
    return description.constants().stream()
        .filter(constant -> constant.path().equals(path))
        .findFirst()
        .map(constant -> constant.value())
        .orElse(fallback);
  }

  private static double number(String text, boolean time) {
    KnobInfo like = COSTS.find(time ? "walk_ns" : "copy_thread_gbps");
    if (like == null) {
      throw new IllegalStateException("a cost is missing");
    }
    return KnobText.inUnit(like, text)
        .map(Double::parseDouble)
        .orElseThrow(() -> CommandFailure.input("'" + text + "' is no number with a unit"));
  }
}
