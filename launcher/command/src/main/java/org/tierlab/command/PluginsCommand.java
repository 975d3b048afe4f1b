package org.tierlab.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tierlab.api.knob.KnobInfo;
import org.tierlab.api.knob.Unit;
import org.tierlab.api.policy.Standing;
import org.tierlab.command.experiment.ExperimentSchema;
import org.tierlab.command.experiment.KnobText;
import org.tierlab.command.plugins.PluginEntry;
import org.tierlab.command.report.Json;
import org.tierlab.command.report.ReferenceText;
import org.tierlab.command.report.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the plug-ins with their knobs. */
@Command(
    name = "plugins",
    description = {
      "List the plug-ins: kind, name, version, bundle, knobs.",
      "Or install, remove, list and verify those of your own."
    },
    mixinStandardHelpOptions = true)
final class PluginsCommand implements Callable<Integer> {

  private final CommandEnvironment environment;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON document in place of tables.")
  private boolean json;

  @Option(
      names = "--schema",
      description = "Print the JSON Schema of experiments with these plug-ins, for editors.")
  private boolean schema;

  @Option(
      names = "--reference",
      description = "Print a reference of plug-ins, knobs and counters in Markdown.")
  private boolean reference;

  PluginsCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    List<PluginEntry> entries = environment.plugins().entries();
    if (schema) {
      print(Json.pretty(ExperimentSchema.of(environment.plugins())) + "\n");
    } else if (reference) {
      print(ReferenceText.of(entries, environment.plugins().counters()));
    } else {
      print(json ? Json.pretty(document(entries)) + "\n" : text(entries));
    }
    return 0;
  }

  private void print(String text) {
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
  }

  private static String text(List<PluginEntry> entries) {
    StringBuilder text = new StringBuilder();
    for (PluginEntry entry : entries) {
      text.append(
          "%s %s  (%s %s)%s\n"
              .formatted(
                  entry.kind().word(),
                  entry.name(),
                  entry.provenance().bundle(),
                  entry.provenance().version(),
                  entry.standing() == Standing.BOUND ? "  a bound, unattainable" : ""));
      if (!entry.problem().isEmpty()) {
        text.append("  not usable: ").append(entry.problem()).append('\n');
      }
      TextTable table = new TextTable(0, 1, 2, 3);
      for (KnobInfo knob : entry.knobs()) {
        table.row("  " + knob.name(), shownDefault(entry, knob), range(knob), about(knob));
      }
      text.append(table).append('\n');
    }
    return text.toString();
  }

  private static String shownDefault(PluginEntry entry, KnobInfo knob) {
    String site = entry.siteDefaults().get(knob.name());
    if (site != null) {
      return site + " (configured)";
    }
    if (knob.required()) {
      return "(required)";
    }
    return knob.defaultValue().isEmpty() ? "(empty)" : KnobText.withUnit(knob, knob.defaultValue());
  }

  private static String range(KnobInfo knob) {
    boolean isBounded = !Double.isInfinite(knob.min()) || !Double.isInfinite(knob.max());
    return isBounded || knob.type().isEnum() || knob.type() == boolean.class
        ? knob.expected().replaceFirst("^a (whole )?number ", "")
        : "";
  }

  private static String about(KnobInfo knob) {
    return knob.kernel().isEmpty() ? knob.about() : knob.about() + " [" + knob.kernel() + "]";
  }

  private static Map<String, Object> document(List<PluginEntry> entries) {
    List<Object> plugins = new ArrayList<>();
    for (PluginEntry entry : entries) {
      Map<String, Object> keys = new LinkedHashMap<>();
      keys.put("kind", entry.kind().word());
      keys.put("name", entry.name());
      keys.put("bundle", entry.provenance().bundle());
      keys.put("version", entry.provenance().version());
      keys.put("sha256", entry.provenance().sha256());
      keys.put("standing", entry.standing().name().toLowerCase(Locale.ROOT));
      keys.put("problem", entry.problem());
      keys.put("knobs", entry.knobs().stream().map(knob -> knob(entry, knob)).toList());
      plugins.add(keys);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "tierlab-plugins/1");
    document.put("plugins", plugins);
    return document;
  }

  private static Map<String, Object> knob(PluginEntry entry, KnobInfo knob) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("name", knob.name());
    keys.put("unit", knob.unit() == Unit.NONE ? "" : knob.unit().symbol());
    keys.put("default", knob.defaultValue());
    keys.put("required", knob.required());
    if (entry.siteDefaults().containsKey(knob.name())) {
      keys.put("configured", entry.siteDefaults().get(knob.name()));
    }
    if (!Double.isInfinite(knob.min())) {
      keys.put("min", knob.min());
    }
    if (!Double.isInfinite(knob.max())) {
      keys.put("max", knob.max());
    }
    keys.put("expected", knob.expected());
    keys.put("kernel", knob.kernel());
    keys.put("about", knob.about());
    keys.put("runtime", knob.runtime());
    return keys;
  }
}
