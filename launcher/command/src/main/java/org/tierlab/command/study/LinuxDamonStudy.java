package org.tierlab.command.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tierlab.command.run.RunFailure;
import org.tierlab.command.stats.Sample;
import org.tierlab.command.study.StudyResult.Finding;
import org.tierlab.command.study.StudyTable.Row;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.result.RunResult;

/**
 * DAMON's regions against those that Linux 6.18 reported for the same workload: 13 % of a mapping
 * of 1 GiB, from 37 % on, passed over endlessly or once in a period. Medians over the aggregations
 * after the first 5 s.
 *
 * <p>The machine's constants come from time stamps and from passes of another recording, none from
 * counts ({@link GuestDamon}). The forced TLB flushes, one a millisecond, leave nothing cached long
 * enough to hide an access, so that the translation's lifetime is left at 0.
 */
final class LinuxDamonStudy implements Study {
  private static final String MACHINE = "emulated-guest";
  private static final String LENGTH = "length_ms";

  /** The recording's place among those of the seeds: not outside the 5 … 95 % range. */
  private static final double TAIL = 0.05;

  private static final String EXPERIMENT =
      """
      machine:
        base: emulated-guest
        nodes:
          - {kind: dram, capacity: 2 GiB, latency: 80 ns, bandwidth: 72 GB/s, cpus: 1}
      workload: {name: static, hot_start_percent: 37, passes: 1000000000, node: 0}
      sources: [{name: damon-in-guest, operations: fvaddr}]
      policies: [region-recorder]
      oracle: never
      limit: 25 s
      """;

  LinuxDamonStudy() {}

  @Override
  public String name() {
    return "linux-damon";
  }

  @Override
  public String about() {
    return "DAMON's regions against those of Linux 6.18, in medians of aggregations";
  }

  @Override
  public List<String> columns() {
    List<String> columns = new ArrayList<>(List.of("recording", "period_ms", "more_than", LENGTH));
    columns.addAll(DamonMeasure.all(0).keySet());
    columns.add(DamonMeasure.HOT_MEAN);
    return columns;
  }

  @Override
  public StudyResult run(StudyTable rows, StudyLab lab) throws RunFailure {
    List<Experiment> experiments = new ArrayList<>();
    for (Row row : rows.rows()) {
      experiments.add(experiment(row, lab));
    }
    List<List<RunResult>> results = lab.run(experiments);
    List<StudyCell> cells = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      add(cells, rows.rows().get(i), results.get(i));
    }
    return new StudyResult(
        name(),
        MACHINE,
        "The medians that the kernel reported lie within the range of simulated seeds.",
        cells,
        findings(cells, lab.seeds()),
        List.of(
            "one recording has no spread of its own; with 20 seeds (--runs 20) the range is that of 5 to 95 %",
            "aggregations longer than 100 ms are the emulator's: its host takes the CPU away, in"
                + " static13at37 now and then for longer than here, so that a few recorded"
                + " aggregations are low and their mean is below the simulated one"));
  }

  private static Experiment experiment(Row row, StudyLab lab) {
    double period = row.notNegative("period_ms") * 1e6;
    double passNs = DamonAggregation.HOT_PAGES * GuestDamon.ACCESS_NS;
    // A simulated pause counts CPU time, of which kdamond takes its part.
    double own = period * GuestDamon.taskShare();
    long pause = Math.max(0, Math.round(own - passNs));
    return lab.read(
        "linux-damon",
        EXPERIMENT,
        Map.of(
            "machine.nodes.0.latency",
            String.format(Locale.ROOT, "%.3f ns", GuestDamon.LATENCY_NS),
            "workload.hot_size",
            DamonAggregation.HOT_PAGES * 4096 + " B",
            "workload.cold_size",
            (DamonAggregation.PAGES - DamonAggregation.HOT_PAGES) * 4096 + " B",
            "workload.pause",
            pause + " ns",
            "sources.0.pass_ns",
            String.format(Locale.ROOT, "%.3f ns", passNs),
            "sources.0.period_ns",
            String.format(Locale.ROOT, "%.3f ns", own),
            "policies.0.more_than",
            Math.round(row.notNegative("more_than"))));
  }

  private static void add(List<StudyCell> cells, Row row, List<RunResult> results) {
    List<String> columns = new ArrayList<>(List.of(LENGTH));
    columns.addAll(DamonMeasure.all(0).keySet());
    columns.add(DamonMeasure.HOT_MEAN);
    for (String column : columns) {
      cells.add(
          new StudyCell(
              column.equals(DamonMeasure.HOT_MEAN) ? "means" : "medians",
              row.cells().getOrDefault("recording", ""),
              column,
              row.notNegative(column),
              new Sample(
                  results.stream()
                      .map(one -> one.vmstat().getOrDefault(column, 0L) / RegionRecorder.PARTS)
                      .toList())));
    }
  }

  private static List<Finding> findings(List<StudyCell> cells, int seeds) {
    List<StudyCell> medians =
        cells.stream().filter(cell -> cell.group().equals("medians")).toList();
    List<String> outside = new ArrayList<>();
    for (StudyCell cell : medians) {
      List<Double> values = cell.simulated().values();
      double low = DamonAggregation.quantile(values, TAIL);
      double high = DamonAggregation.quantile(values, 1 - TAIL);
      if (cell.published() < low || cell.published() > high) {
        outside.add(cell.row() + " " + cell.column());
      }
    }
    return List.of(
        new Finding(
            "%d of %d medians lie within the 5 to 95 %% range of %d seeds%s"
                .formatted(
                    medians.size() - outside.size(),
                    medians.size(),
                    seeds,
                    outside.isEmpty() ? "" : "; not " + String.join(", ", outside)),
            outside.isEmpty()));
  }
}
