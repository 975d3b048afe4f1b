package org.tierlab.command.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

      | counter | unit | about | source | counted by |
      |---|---|---|---|---|
      """;

  private ReferenceText() {}

  /**
   * Writes the reference.
   *
   * @param entries the plug-ins
   * @param counters the counters that bundles describe, in order of name
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
    rows(counters)
        .forEach(
            (row, bundles) -> text.append(row).append(String.join(", ", bundles)).append(" |\n"));
    return text.toString().replace("## Policy\n", "## Policies\n");
  }

  /** What several bundles count in the same words is one row. */
  private static Map<String, Set<String>> rows(List<CounterEntry> counters) {
    Map<String, Set<String>> rows = new LinkedHashMap<>();
    for (CounterEntry counter : counters) {
      String row =
          "| `%s` | %s | %s | %s | "
              .formatted(
                  counter.counter(),
                  counter.unit(),
                  cell(counter.about()),
                  counter.source().equals("model") ? "*model*" : cell(counter.source()));
      rows.computeIfAbsent(row, any -> new TreeSet<>()).add("`" + counter.bundle() + "`");
    }
    return rows;
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
