package org.tierlab.command.report;

import java.util.List;
import java.util.Locale;
import org.tierlab.api.knob.KnobInfo;
import org.tierlab.api.knob.Unit;
import org.tierlab.api.policy.Standing;
import org.tierlab.command.plugins.PluginEntry;
import org.tierlab.sim.plugin.PluginKind;

/** The reference of plug-ins and knobs, in Markdown, from what the plug-ins say of themselves. */
public final class ReferenceText {

  private static final String HEAD =
      """
      # Reference of plug-ins and knobs

      Printed by `./tierlab plugins --reference` from what the plug-ins say of themselves. A knob without the word *fixed* can be set while a
      run goes on. Values take any unit of their kind, see [experiments](experiment.md#units).
      """;

  private ReferenceText() {}

  /**
   * Writes the reference.
   *
   * @param entries the plug-ins
   * @return Markdown
   */
  public static String of(List<PluginEntry> entries) {
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
    return text.toString().replace("## Policy\n", "## Policies\n");
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
