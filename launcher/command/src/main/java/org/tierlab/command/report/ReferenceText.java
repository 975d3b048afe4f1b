package org.tierlab.command.report;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.tierlab.api.knob.KnobInfo;
import org.tierlab.api.knob.Unit;
import org.tierlab.api.policy.Standing;
import org.tierlab.command.plugins.CounterEntry;
import org.tierlab.command.plugins.PluginEntry;
import org.tierlab.sim.plugin.PluginKind;

/** The reference of plug-ins and knobs, in Markdown, from what the plug-ins say of themselves. */
public final class ReferenceText {

  private static final String HEAD =
      """
      # Reference of plug-ins, knobs and counters

      Printed by `./tierlab plugins --reference` from what the plug-ins say of themselves. A knob without the word *fixed* can be set while a
      run goes on. Values take any unit of their kind, see [experiments](experiment.md#units).
      [Counters](#counters) come last.
      """;

  private static final String COUNTERS =
      """

      ## Counters

      Names in the `vmstat` of a result, and in `tier:vmstat` and `tier:watch`. A run has those of the core and of its plug-ins, in some versions of
      them only. `<scanner>` is `kmmscand` or `kscand`, after the series. Source *model*: no kernel has it.
      """;

  private static final String COUNTER_TABLE =
      """

      | counter | unit | about | source |
      |---|---|---|---|
      """;

  private ReferenceText() {}

  /**
   * Writes the reference.
   *
   * @param entries the plug-ins
   * @param counters the counters that bundles describe; in the order of their names here, those of
   *     bundles without plug-ins first
   * @return Markdown
   */
  public static String of(List<PluginEntry> entries, List<CounterEntry> counters) {
    StringBuilder text = new StringBuilder(HEAD);
    for (PluginKind kind : PluginKind.values()) {
      String word = kind.word();
      text.append("\n## ")
          .append(word.substring(0, 1).toUpperCase(Locale.ROOT))
          .append(word.substring(1))
          .append(kind == PluginKind.POLICY ? "" : "s")
          .append('\n');
      entries.stream().filter(entry -> entry.kind() == kind).forEach(entry -> add(entry, text));
    }
    text.append(COUNTERS);
    counters(entries, counters, text);
    return text.toString().replace("## Policy\n", "## Policies\n");
  }

  /** A table for each bundle, in the order of its plug-ins; the core has none. */
  private static void counters(
      List<PluginEntry> entries, List<CounterEntry> counters, StringBuilder text) {
    Map<String, Set<String>> plugins = new LinkedHashMap<>();
    for (CounterEntry counter : counters) {
      if (entries.stream().noneMatch(entry -> isOf(entry, counter.bundle()))) {
        plugins.put(counter.bundle(), Set.of());
      }
    }
    for (PluginEntry entry : entries) {
      plugins
          .computeIfAbsent(entry.provenance().bundle(), any -> new LinkedHashSet<>())
          .add(entry.name());
    }
    plugins.forEach(
        (bundle, names) -> {
          List<CounterEntry> own =
              counters.stream().filter(counter -> counter.bundle().equals(bundle)).toList();
          if (!own.isEmpty()) {
            text.append("\n### Counters of ")
                .append(names.isEmpty() ? "the core" : String.join(", ", names))
                .append("\n\nBundle `")
                .append(bundle)
                .append("`.\n")
                .append(COUNTER_TABLE);
            own.forEach(counter -> text.append(row(counter)));
          }
        });
  }

  private static boolean isOf(PluginEntry entry, String bundle) {
    return entry.provenance().bundle().equals(bundle);
  }

  private static String row(CounterEntry counter) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            counter.counter(),
            counter.unit(),
            cell(counter.about()),
            counter.source().equals("model") ? "*model*" : cell(counter.source()));
  }

  private static void add(PluginEntry entry, StringBuilder text) {
    text.append("\n### ").append(entry.name()).append("\n\n");
    text.append("Bundle `").append(entry.provenance().bundle()).append('`');
    text.append(entry.standing() == Standing.BOUND ? ", a bound, unattainable.\n" : ".\n");
    if (entry.knobs().isEmpty()) {
      text.append("No knobs.\n");
      return;
    }
    text.append("\n| knob | default | takes | about |\n|---|---|---|---|\n");
    for (KnobInfo knob : entry.knobs()) {
      text.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(knob.name(), usual(knob), cell(knob.expected()), about(knob)));
    }
  }

  private static String usual(KnobInfo knob) {
    if (knob.required()) {
      return "must be given";
    }
    String unit = knob.unit() == Unit.NONE ? "" : " " + knob.unit().symbol();
    return knob.defaultValue().isEmpty() ? "empty" : cell(knob.defaultValue() + unit);
  }

  private static String about(KnobInfo knob) {
    String kernel = knob.kernel().isEmpty() ? "" : " `" + knob.kernel() + "`";
    return cell(knob.about()) + cell(kernel) + (knob.runtime() ? "" : " *fixed*");
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
