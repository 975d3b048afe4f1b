package org.tierlab.command.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.report.TextTable;
import org.tierlab.command.stats.Interval;
import org.tierlab.command.study.StudyResult.Finding;

/** What studies came to, for people and for programs. */
public final class StudyReport {
  private static final String SCHEMA = "tierlab-reproduction/1";

  private StudyReport() {}

  /**
   * A study as text: cells, errors by group, the claim and what became of it.
   *
   * @param result of a study
   * @return lines
   */
  public static String text(StudyResult result) {
    StringBuilder text = new StringBuilder();
    text.append("study %s on machine %s%n%n".formatted(result.study(), result.machine()));
    TextTable table = new TextTable(0, 1);
    table.row("row", "column", "published", "simulated", "95 % interval", "error");
    for (StudyCell cell : result.cells()) {
      table.row(
          cell.row(),
          cell.column(),
          value(cell.published()),
          value(cell.simulated().mean()),
          interval(cell.simulated().ci95()),
          String.format(Locale.ROOT, "%+.1f %%", 100 * cell.error()));
    }
    text.append(table).append('\n').append(errors(result)).append('\n');
    text.append("claim: ").append(result.claim()).append('\n');
    for (Finding finding : result.findings()) {
      text.append(finding.holds() ? "  holds: " : "  does not hold: ")
          .append(finding.text())
          .append('\n');
    }
    text.append(result.holds() ? "the claim holds\n" : "the claim does not hold\n");
    result.notes().forEach(note -> text.append("note: ").append(note).append('\n'));
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  private static String errors(StudyResult result) {
    TextTable table = new TextTable();
    table.row("error", "cells", "median", "90th percentile", "maximum");
    result
        .groups()
        .forEach(
            (group, cells) -> {
              Map<String, Double> summary = StudyResult.summary(cells);
              table.row(
                  group,
                  Integer.toString(cells.size()),
                  Findings.percent(summary.getOrDefault("median", 0.0)),
                  Findings.percent(summary.getOrDefault("p90", 0.0)),
                  Findings.percent(summary.getOrDefault("max", 0.0)));
            });
    return table.toString();
  }

  /** Four digits that count, more only where there are more before the point. */
  static String value(double value) {
    double size = Math.abs(value);
    int decimals =
        size >= 1000 || size == Math.rint(size) ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  private static String interval(@Nullable Interval interval) {
    return interval == null ? "-" : value(interval.low()) + " to " + value(interval.high());
  }

  /**
   * Studies as a document.
   *
   * @param results of studies
   * @return with one record a cell under {@code cells}
   */
  public static Map<String, @Nullable Object> document(List<StudyResult> results) {
    List<Object> studies = new ArrayList<>();
    List<Object> cells = new ArrayList<>();
    for (StudyResult result : results) {
      studies.add(study(result));
      result.cells().forEach(cell -> cells.add(cell(result.study(), cell)));
    }
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("schema", SCHEMA);
    document.put("studies", studies);
    document.put("cells", cells);
    return document;
  }

  private static Map<String, Object> study(StudyResult result) {
    Map<String, Object> study = new LinkedHashMap<>();
    study.put("study", result.study());
    study.put("machine", result.machine());
    study.put("claim", result.claim());
    study.put("holds", result.holds());
    List<Object> findings = new ArrayList<>();
    for (Finding finding : result.findings()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("finding", finding.text());
      one.put("holds", finding.holds());
      findings.add(one);
    }
    study.put("findings", findings);
    Map<String, Object> errors = new LinkedHashMap<>();
    result.groups().forEach((group, cells) -> errors.put(group, StudyResult.summary(cells)));
    study.put("errors", errors);
    study.put("notes", result.notes());
    return study;
  }

  private static Map<String, @Nullable Object> cell(String study, StudyCell cell) {
    Map<String, @Nullable Object> record = new LinkedHashMap<>();
    record.put("study", study);
    record.put("row", cell.row());
    record.put("column", cell.column());
    record.put("published", cell.published());
    record.put("simulated", cell.simulated().mean());
    Interval interval = cell.simulated().ci95();
    record.put("ci95", interval == null ? null : Arrays.asList(interval.low(), interval.high()));
    record.put("error", cell.error());
    return record;
  }
}
