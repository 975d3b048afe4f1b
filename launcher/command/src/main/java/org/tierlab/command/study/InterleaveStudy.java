package org.tierlab.command.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tierlab.command.experiment.MachineDescription;
import org.tierlab.command.run.RunFailure;
import org.tierlab.command.stats.Sample;
import org.tierlab.command.study.StudyResult.Finding;
import org.tierlab.command.study.StudyTable.Row;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.result.RunResult;
import org.tierlab.sim.result.Summary;

/**
 * DAMON's weighted interleaving: placement, and the time of an iteration before and after weights
 * change. Times are compared as shares of the mean iteration under the first weights.
 *
 * <p>The published workload makes iterations of 7.6 s on all bandwidth. Here an iteration and
 * DAMON's intervals are about 25 times shorter, and a sixty-fourth of the threads share a
 * sixty-fourth of either bandwidth: ratios stay as they are. An iteration before the first and one
 * after the last, during which threads start and end, are run and not compared.
 */
final class InterleaveStudy implements Study {
  private static final String MACHINE = "interleave-72-26";
  private static final String PLACEMENT = "placement";
  private static final String ITERATION = "iteration";

  /** Iterations before the first that is compared. */
  private static final int BEFORE = 1;

  private static final List<String> OTHERS =
      List.of("1:0", "7:1", "5:1", "4:1", "3:1", "5:2", "2:1", "1:1", "1:2");

  private static final String PLACED =
      """
      machine: {base: interleave-72-26, nodes: {0: {capacity: 2 GiB}, 1: {capacity: 2 GiB}}}
      workload: {name: static, hot_size: 1027 MiB, cold_size: 0 B, node: 0, gap: 1 us, passes: 1000000}
      sources:
        - {name: damon, sample_us: 500 ms, aggr_us: 5 s, update_us: 20 s, min_nr_regions: 20, max_nr_regions: 50}
      policies: [{name: damos, action: migrate-hot, dest0_id: 0, dest1_id: 1}]
      oracle: never
      limit: 6 s
      """;

  private static final String SATURATED =
      """
      machine: {base: interleave-72-26, nodes: {0: {bandwidth: 1.125 GB/s}, 1: {bandwidth: 0.40625 GB/s}}}
      workload: {name: embedding, tables: 8, rows: 16384, threads: 4, samples: 1368, node: 0, overlapping_misses: 4}
      sources: [{name: damon, sample_us: 20 ms, aggr_us: 200 ms, update_us: 800 ms, min_nr_regions: 20, max_nr_regions: 50}]
      policies: []
      oracle: never
      """;

  InterleaveStudy() {}

  @Override
  public String name() {
    return "interleave";
  }

  @Override
  public String about() {
    return "DAMON weighted interleaving: placement, and time per iteration by weights";
  }

  @Override
  public List<String> columns() {
    return List.of("measure", "weights", "index", "value");
  }

  @Override
  public StudyResult run(StudyTable rows, StudyLab lab) throws RunFailure {
    Map<String, List<Row>> placements = new TreeMap<>();
    List<Row> iterations = new ArrayList<>();
    for (Row row : rows.rows()) {
      if (row.word("measure", List.of(PLACEMENT, ITERATION)).equals(PLACEMENT)) {
        placements.computeIfAbsent(weights(row), weights -> new ArrayList<>()).add(row);
      } else {
        iterations.add(row);
      }
    }
    List<StudyCell> cells = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    place(placements, lab, cells, findings);
    if (!iterations.isEmpty()) {
      iterate(iterations, lab, cells, findings);
      findings.add(best(lab, notes));
    }
    return new StudyResult(
        name(),
        MACHINE,
        "Placement by weights is exact; spreading 3:1 saves the time that bandwidths let expect, the"
            + " change takes one iteration, and no other weights are better.",
        cells,
        findings,
        notes);
  }

  private static String weights(Row row) {
    String text = row.cells().getOrDefault("weights", "");
    if (!text.matches("\\d{1,2}:\\d{1,2}") || text.matches("0+:0+")) {
      throw org.tierlab.command.CommandFailure.input(
          "%s: column 'weights' is '%s', expected two weights such as 3:1"
              .formatted(row.place(), text));
    }
    return text;
  }

  private static int weight(String weights, int node) {
    return Integer.parseInt(weights.split(":", -1)[node]);
  }

  private static void place(
      Map<String, List<Row>> placements,
      StudyLab lab,
      List<StudyCell> cells,
      List<Finding> findings)
      throws RunFailure {
    List<Experiment> experiments = new ArrayList<>();
    for (String weights : placements.keySet()) {
      experiments.add(
          lab.read(
              "interleave",
              PLACED,
              Map.of(
                  "policies.0.dest0_weight", weight(weights, 0),
                  "policies.0.dest1_weight", weight(weights, 1))));
    }
    List<List<RunResult>> results = lab.run(experiments);
    int exact = 0;
    int all = 0;
    int run = 0;
    for (var placement : placements.entrySet()) {
      for (Row row : placement.getValue()) {
        int node = (int) Double.parseDouble(row.cells().getOrDefault("index", "0"));
        List<Double> mib = new ArrayList<>();
        for (RunResult result : results.get(run)) {
          long pages = result.processes().values().iterator().next().get(node == 0 ? 0 : 1);
          mib.add((double) Math.round(pages / 256.0));
        }
        StudyCell cell =
            new StudyCell(
                PLACEMENT,
                "weights " + placement.getKey(),
                "node " + node + ", MB",
                row.positive("value"),
                new Sample(mib));
        cells.add(cell);
        all++;
        exact += cell.error() == 0 ? 1 : 0;
      }
      run++;
    }
    if (all > 0) {
      findings.add(
          new Finding("placement is exact on %d of %d nodes".formatted(exact, all), exact == all));
    }
  }

  /** One run whose swaps, at the end of each iteration, say the weights of the next. */
  private static void iterate(
      List<Row> iterations, StudyLab lab, List<StudyCell> cells, List<Finding> findings)
      throws RunFailure {
    List<String> weights = iterations.stream().map(InterleaveStudy::weights).toList();
    List<RunResult> runs = lab.run(List.of(experiment(weights, lab))).get(0);
    String first = weights.get(0);
    String last = weights.get(weights.size() - 1);
    double published = meanOf(iterations, weights, first);
    List<Double> steady = new ArrayList<>();
    double measured = 0;
    for (int i = 0; i < weights.size(); i++) {
      List<Double> shares = new ArrayList<>();
      for (RunResult run : runs) {
        shares.add(pace(run.phases().get(BEFORE + i)) / mean(run, weights, first));
      }
      double value = iterations.get(i).positive("value") / published;
      Sample sample = new Sample(shares);
      cells.add(new StudyCell(ITERATION, "iteration " + i, "share of 1st", value, sample));
      boolean changed = i > 0 && !weights.get(i).equals(weights.get(i - 1));
      if (weights.get(i).equals(last) && !changed && !last.equals(first)) {
        steady.add(sample.mean());
        measured += value;
      }
    }
    if (!steady.isEmpty()) {
      double mean = steady.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
      double wanted = measured / steady.size();
      findings.add(
          new Finding(
              "%s takes %s of the time of %s; measured %s, within 0.02"
                  .formatted(last, Findings.number(mean), first, Findings.number(wanted)),
              Math.abs(mean - wanted) <= 0.02));
      double worst =
          steady.stream().mapToDouble(one -> Math.abs(one / mean - 1)).max().orElseThrow();
      findings.add(
          new Finding(
              "the change takes one iteration: later ones differ from their mean by %s, at most 2 %%"
                  .formatted(Findings.percent(worst)),
              worst <= 0.02));
    }
  }

  private static double meanOf(List<Row> rows, List<String> weights, String which) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < rows.size(); i++) {
      if (weights.get(i).equals(which)) {
        sum += rows.get(i).positive("value");
        count++;
      }
    }
    return sum / count;
  }

  private static double mean(RunResult run, List<String> weights, String which) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < weights.size(); i++) {
      if (weights.get(i).equals(which)) {
        sum += pace(run.phases().get(BEFORE + i));
        count++;
      }
    }
    return sum / count;
  }

  /** Nanoseconds an access; an iteration has a fixed number of them. */
  private static double pace(Summary phase) {
    return (double) (phase.toNs() - phase.fromNs()) / phase.accesses();
  }

  private static String scheme(String weights) {
    return "[{name: damos, action: migrate-hot, dest0_id: 0, dest0_weight: %d, dest1_id: 1, dest1_weight: %d}]"
        .formatted(weight(weights, 0), weight(weights, 1));
  }

  private static Experiment experiment(List<String> compared, StudyLab lab) {
    List<String> weights = new ArrayList<>(compared);
    weights.add(0, compared.get(0));
    weights.add(compared.get(compared.size() - 1));
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("workload.iterations", weights.size());
    settings.put("policies", scheme(weights.get(0)));
    for (int i = 1; i < weights.size(); i++) {
      settings.put("swaps." + (i - 1) + ".at", 100.0 * i / weights.size() + " %");
      settings.put("swaps." + (i - 1) + ".policies", scheme(weights.get(i)));
    }
    return lab.read("interleave", SATURATED, settings);
  }

  /** Whether the weights that come out best are those that bandwidths predict. */
  private static Finding best(StudyLab lab, List<String> notes) throws RunFailure {
    List<Experiment> experiments = new ArrayList<>();
    for (String weights : OTHERS) {
      experiments.add(experiment(List.of(weights, weights), lab));
    }
    List<List<RunResult>> results = lab.run(experiments);
    MachineDescription machine = lab.machine(MACHINE);
    String found = "";
    String predicted = "";
    double least = Double.MAX_VALUE;
    double leastPredicted = Double.MAX_VALUE;
    double first = 0;
    for (int i = 0; i < OTHERS.size(); i++) {
      String weights = OTHERS.get(i);
      double pace = 0;
      for (RunResult run : results.get(i)) {
        pace += pace(run.phases().get(BEFORE + 1)) / results.get(i).size();
      }
      first = i == 0 ? pace : first;
      double limit = predicted(weights, machine);
      notes.add(
          "weights %s: %s of the time of 1:0, bandwidths predict %s"
              .formatted(
                  weights,
                  Findings.number(pace / first),
                  Findings.number(limit / predicted("1:0", machine))));
      if (pace < least) {
        least = pace;
        found = weights;
      }
      if (limit < leastPredicted) {
        leastPredicted = limit;
        predicted = weights;
      }
    }
    return new Finding(
        "the best weights of %d are %s, bandwidths predict %s"
            .formatted(OTHERS.size(), found, predicted),
        found.equals(predicted));
  }

  /** Time of a byte with each node used by its weight and the slower one waited for. */
  private static double predicted(String weights, MachineDescription machine) {
    double sum = weight(weights, 0) + weight(weights, 1);
    double time = 0;
    for (int node = 0; node < 2; node++) {
      String bandwidth = machine.value("nodes." + node + ".bandwidth");
      double gbps = Double.parseDouble(bandwidth.replace("GB/s", "").strip());
      time = Math.max(time, weight(weights, node) / sum / gbps);
    }
    return time;
  }
}
