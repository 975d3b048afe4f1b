package org.tierlab.command.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.report.Figures;
import org.tierlab.command.report.ResultDocument;
import org.tierlab.command.report.RunReport;
import org.tierlab.command.report.TextTable;
import org.tierlab.command.stats.Interval;
import org.tierlab.command.stats.Sample;
import org.tierlab.sim.result.OracleBound;
import org.tierlab.sim.result.RunResult;

/**
 * The run times of variants against the first one's. The gain is the time saved as a share of the
 * first variant's mean, with Welch's interval of 95 %; where that holds 0 the variants are not
 * distinguishable.
 */
public final class Comparison {

  private static final String NOT_DISTINGUISHABLE = "not distinguishable";
  private static final String SAME = "~";
  private static final String UNATTAINABLE = "unattainable";

  private final List<Column> columns;
  private final List<Row> rows = new ArrayList<>();

  /**
   * Starts a comparison.
   *
   * @param columns the figures to show beside the run time
   */
  public Comparison(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /**
   * A variant's line.
   *
   * @param variant its name
   * @param results its runs
   * @param runtime their run times, nanoseconds
   * @param gain percent faster than the first variant, null for the first
   * @param interval of the gain, null for the first and without spread
   * @param figures of its runs, for each column
   */
  private record Row(
      String variant,
      List<RunResult> results,
      Sample runtime,
      @Nullable Double gain,
      @Nullable Interval interval,
      List<Sample> figures) {

    double mean(ToDoubleFunction<RunResult> number) {
      return results.stream().mapToDouble(number).average().orElse(0);
    }

    String remark() {
      String distinguishable = Boolean.FALSE.equals(isDistinguishable()) ? NOT_DISTINGUISHABLE : "";
      boolean bound = !results.get(0).bounds().unattainable().isEmpty();
      return bound
          ? UNATTAINABLE + (distinguishable.isEmpty() ? "" : ", " + distinguishable)
          : distinguishable;
    }

    /** Null for the first variant. */
    @Nullable Boolean isDistinguishable() {
      return gain == null ? null : (Boolean) (interval != null && !interval.contains(0));
    }
  }

  /**
   * Adds a variant; the first is what the others are compared with.
   *
   * @param variant its name
   * @param results its runs, at least one
   */
  public void add(String variant, List<RunResult> results) {
    Sample runtime = new Sample(results.stream().map(run -> (double) run.runtimeNs()).toList());
    List<Sample> figures = figures(results);
    if (rows.isEmpty()) {
      rows.add(new Row(variant, results, runtime, null, null, figures));
      return;
    }
    Sample base = rows.get(0).runtime();
    Interval saved = base.minus(runtime);
    double percent = 100 / base.mean();
    rows.add(
        new Row(
            variant,
            results,
            runtime,
            percent * (base.mean() - runtime.mean()),
            saved == null ? null : saved.times(percent),
            figures));
  }

  private List<Sample> figures(List<RunResult> results) {
    List<Map<String, @Nullable Object>> documents =
        results.stream().map(ResultDocument::ofRun).toList();
    return columns.stream()
        .map(column -> new Sample(documents.stream().map(run -> column.of(run).orElse(0)).toList()))
        .toList();
  }

  /**
   * The columns that lead to no number in any run; the table shows a dash, the document nothing.
   *
   * @return one line each
   */
  public List<String> mistakenColumns() {
    return columns.stream()
        .filter(this::leadsNowhere)
        .map(
            column ->
                "column %s: '%s' leads to no number of the result document, expected a path such as %s"
                    .formatted(column.label(), column.paths(), "vmstat.pgmigrate_success"))
        .toList();
  }

  private boolean leadsNowhere(Column column) {
    return all().noneMatch(run -> column.of(ResultDocument.ofRun(run)).isPresent());
  }

  /** Whether a figure differs from the first variant's; null where there is nothing to compare. */
  private @Nullable Boolean differs(Row row, int column) {
    Row first = rows.get(0);
    Interval difference = row.figures().get(column).minus(first.figures().get(column));
    return (row.equals(first) || difference == null) ? null : (Boolean) !difference.contains(0);
  }

  /**
   * The table for people.
   *
   * @return lines
   */
  public String table() {
    TextTable table = new TextTable(0, 8 + columns.size());
    List<String> head =
        new ArrayList<>(
            List.of(
                "variant",
                "runs",
                "run time (mean)",
                "%stdev",
                "%gain",
                "95 % interval",
                "promotions",
                "fast-node share"));
    columns.forEach(column -> head.add(column.label()));
    head.add("");
    table.row(head);
    rows.forEach(row -> table.row(cells(row)));
    return table + (columns.isEmpty() ? "" : SAME + ": not distinguishable\n") + bounds();
  }

  private List<String> cells(Row row) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                row.variant(),
                Integer.toString(row.results().size()),
                Figures.time(row.runtime().mean()),
                Figures.format("%.2f", row.runtime().percentStdev()),
                row.gain() == null ? "-" : Figures.format("%+.2f", row.gain()),
                row.interval() == null
                    ? "-"
                    : Figures.format("%+.2f to %+.2f", row.interval().low(), row.interval().high()),
                Figures.count(row.mean(run -> (double) run.total().promotions())),
                Figures.share(row.mean(RunReport::fastShare))));
    for (int i = 0; i < columns.size(); i++) {
      if (leadsNowhere(columns.get(i))) {
        cells.add("-");
        continue;
      }
      String figure = Figures.significant(row.figures().get(i).mean());
      cells.add((Boolean.FALSE.equals(differs(row, i)) ? SAME : "") + figure);
    }
    cells.add(row.remark());
    return cells;
  }

  /** The bounds that hold for every variant: the least over all runs that a kernel could make. */
  private String bounds() {
    Double oracle = leastOracleNs();
    return Figures.format(
        "bounds of all variants: all-fast %s, %sall-slow %s\n",
        Figures.time(all().mapToDouble(run -> run.total().allFastNs()).min().orElse(0)),
        oracle == null ? "" : "oracle " + Figures.time(oracle) + ", ",
        Figures.time(all().mapToDouble(run -> run.total().allSlowNs()).max().orElse(0)));
  }

  private Stream<RunResult> all() {
    return rows.stream().flatMap(row -> row.results().stream());
  }

  private Stream<RunResult> attainable() {
    return all().filter(run -> run.bounds().unattainable().isEmpty());
  }

  private @Nullable Double leastOracleNs() {
    double least = Double.POSITIVE_INFINITY;
    for (RunResult run : attainable().toList()) {
      OracleBound oracle = run.bounds().oracle();
      if (oracle == null) {
        return null;
      }
      least = Math.min(least, oracle.runtimeNs());
    }
    return Double.isFinite(least) ? least : null;
  }

  /**
   * The bounds for programs.
   *
   * @return seconds, that of the oracle null if it was not told for every run
   */
  public Map<String, @Nullable Object> boundsDocument() {
    Double oracle = leastOracleNs();
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put("all_fast_s", all().mapToDouble(run -> run.total().allFastNs() / 1e9).min().orElse(0));
    keys.put("oracle_s", oracle == null ? null : (Double) (oracle / 1e9));
    keys.put("all_slow_s", all().mapToDouble(run -> run.total().allSlowNs() / 1e9).max().orElse(0));
    return keys;
  }

  /**
   * The rows for programs.
   *
   * @return one mapping a variant
   */
  public List<Object> document() {
    List<Object> variants = new ArrayList<>();
    for (Row row : rows) {
      Map<String, @Nullable Object> keys = new LinkedHashMap<>();
      Interval interval = row.interval();
      keys.put("name", row.variant());
      keys.put("runs", row.results().size());
      keys.put("runtime_s", ResultDocument.runtime(row.results()));
      keys.put("stdev_percent", row.runtime().percentStdev());
      keys.put("gain_percent", row.gain());
      keys.put(
          "gain_ci95_percent", interval == null ? null : List.of(interval.low(), interval.high()));
      keys.put("distinguishable", row.isDistinguishable());
      keys.put("promotions", row.mean(run -> (double) run.total().promotions()));
      keys.put("demotions", row.mean(run -> (double) run.total().demotions()));
      keys.put("fast_node_share", row.mean(RunReport::fastShare));
      keys.put("columns", columns(row));
      keys.put("oracle_s", ResultDocument.oracle(row.results()));
      keys.put("unattainable", row.results().get(0).bounds().unattainable());
      keys.put("seeds", row.results().stream().map(RunResult::seed).toList());
      keys.put("hash", ResultDocument.hash(row.results()));
      variants.add(keys);
    }
    return variants;
  }

  private Map<String, Object> columns(Row row) {
    Map<String, Object> figures = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      if (leadsNowhere(columns.get(i))) {
        continue;
      }
      Sample sample = row.figures().get(i);
      Interval interval = sample.ci95();
      Map<String, @Nullable Object> figure = new LinkedHashMap<>();
      figure.put("path", columns.get(i).paths());
      figure.put("mean", sample.mean());
      figure.put("ci95", interval == null ? null : List.of(interval.low(), interval.high()));
      figure.put("values", sample.values());
      figure.put("distinguishable", differs(row, i));
      figures.put(columns.get(i).label(), figure);
    }
    return figures;
  }
}
