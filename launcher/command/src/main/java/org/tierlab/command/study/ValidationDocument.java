package org.tierlab.command.study;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tierlab.command.experiment.MachineConstant;
import org.tierlab.command.experiment.MachineDescription;
import org.tierlab.command.stats.Interval;
import org.tierlab.command.study.StudyResult.Finding;

/** Studies and machine descriptions as sections of {@code doc/validation.md}. */
public final class ValidationDocument {
  private ValidationDocument() {}

  /**
   * What a study came to, as a section.
   *
   * @param study the study
   * @param result of it
   * @return Markdown
   */
  public static String section(Study study, StudyResult result) {
    StringBuilder text = new StringBuilder();
    text.append("## ").append(study.name()).append("\n\n");
    text.append(study.about()).append(". Machine `").append(result.machine()).append("`.\n\n");
    text.append("| row | column | published | simulated | 95 % interval | error |\n");
    text.append("|---|---|---:|---:|---:|---:|\n");
    for (StudyCell cell : result.cells()) {
      Interval interval = cell.simulated().ci95();
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s | %s | %+.1f %% |%n",
              cell.row(),
              cell.column(),
              StudyReport.value(cell.published()),
              StudyReport.value(cell.simulated().mean()),
              interval == null
                  ? "one run"
                  : StudyReport.value(interval.low()) + " … " + StudyReport.value(interval.high()),
              100 * cell.error()));
    }
    text.append("\n| error | cells | median | 90th percentile | maximum |\n");
    text.append("|---|---:|---:|---:|---:|\n");
    result.groups().forEach((group, cells) -> text.append(errors(group, cells)));
    text.append("\n").append(result.claim()).append("\n\n");
    for (Finding finding : result.findings()) {
      text.append(finding.holds() ? "* holds: " : "* **does not hold**: ")
          .append(finding.text())
          .append('\n');
    }
    result.notes().forEach(note -> text.append("* note: ").append(note).append('\n'));
    return text.append('\n').toString().replace(System.lineSeparator(), "\n");
  }

  private static String errors(String group, List<StudyCell> cells) {
    Map<String, Double> summary = StudyResult.summary(cells);
    return "| %s | %d | %s | %s | %s |\n"
        .formatted(
            group,
            cells.size(),
            Findings.percent(summary.getOrDefault("median", 0.0)),
            Findings.percent(summary.getOrDefault("p90", 0.0)),
            Findings.percent(summary.getOrDefault("max", 0.0)));
  }

  /**
   * Every constant of the machine descriptions that come with Tierlab, with its source.
   *
   * @return Markdown
   */
  public static String machines() {
    StringBuilder text = new StringBuilder("## Machine descriptions\n");
    for (MachineDescription machine : MachineDescription.packaged()) {
      text.append("\n### ").append(machine.name()).append("\n\n");
      text.append(machine.about()).append("\n\n| constant | value | source |\n|---|---|---|\n");
      for (MachineConstant constant : machine.constants()) {
        text.append(
            "| `%s` | %s | %s |\n".formatted(constant.path(), constant.value(), constant.source()));
      }
    }
    return text.toString();
  }
}
