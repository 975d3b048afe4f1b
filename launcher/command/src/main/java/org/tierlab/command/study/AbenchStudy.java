package org.tierlab.command.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.command.run.RunFailure;
import org.tierlab.command.stats.Sample;
import org.tierlab.command.study.StudyResult.Finding;
import org.tierlab.command.study.StudyTable.Row;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.Hypotheses;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.result.RunResult;

/**
 * Seconds that {@code abench} takes by size of its region, all of it on the CXL node at first: NUMA
 * balancing in mode 2, in mode 1, and kmmscand with mode 1. Runs are in statistical mode.
 */
final class AbenchStudy implements Study {
  private static final String MACHINE = "epyc-cxl";
  private static final String NUMAB2 = "numab2_s";
  private static final String NUMAB1 = "numab1_s";
  private static final String KMMSCAND = "kmmscand_numab1_s";
  private static final int THREADS = 64;

  /** The CXL node. */
  private static final int CARD = 2;

  private static final Map<String, String> COLUMNS =
      Map.of(
          NUMAB2,
          """
          sources: [{name: numab, numa_balancing: 2}]
          policies: [numa-balancing]
          """,
          NUMAB1,
          """
          sources: [{name: numab, numa_balancing: 1}]
          policies: [numa-balancing]
          """,
          KMMSCAND,
          """
          sources: [{name: abit, version: v1}, {name: numab, numa_balancing: 1}]
          policies: [promote-on-access, numa-balancing]
          """);

  private static final List<String> ORDER = List.of(NUMAB2, NUMAB1, KMMSCAND);

  private static final String EXPERIMENT =
      """
      machine: epyc-cxl
      workload: {name: abench, node: 2}
      mode: statistical
      oracle: never
      """;

  /** A constant of the machine that was fitted to the table. */
  private enum Constant {
    CPU("CPU time of an access"),
    OVERLAP("misses at once"),
    BANDWIDTH("the card's bandwidth");

    /** By how much one is changed to see what follows. */
    static final double FACTOR = 1.05;

    private final String title;

    Constant(String title) {
      this.title = title;
    }

    MachineSpec changed(MachineSpec machine) {
      return switch (this) {
        case CPU -> hypothesis(machine, "access_cpu_ns", machine.hypotheses().accessCpuNs());
        case OVERLAP ->
            hypothesis(machine, "outstanding_misses", machine.hypotheses().outstandingMisses());
        case BANDWIDTH -> {
          List<NodeSpec> nodes = new ArrayList<>(machine.nodes());
          NodeSpec card = nodes.get(CARD);
          nodes.set(
              CARD,
              new NodeSpec(
                  card.kind(),
                  card.capacityBytes(),
                  card.latencyNs(),
                  FACTOR * card.bandwidthGBps(),
                  card.cpus()));
          yield with(machine, nodes, machine.hypotheses());
        }
      };
    }

    private static MachineSpec hypothesis(MachineSpec machine, String key, double value) {
      KnobSet<Hypotheses> keys = KnobSet.of(Hypotheses.class);
      Map<String, Object> values = new LinkedHashMap<>(keys.values(machine.hypotheses()));
      values.put(key, FACTOR * value);
      return with(machine, machine.nodes(), keys.bind(values));
    }

    private static MachineSpec with(
        MachineSpec machine, List<NodeSpec> nodes, Hypotheses hypotheses) {
      return new MachineSpec(
          machine.name(),
          nodes,
          machine.distances(),
          machine.watermarkScaleFactor(),
          machine.costs(),
          hypotheses);
    }
  }

  /** A cell's run. */
  private record Run(Row row, String column, double published, Experiment experiment) {}

  AbenchStudy() {}

  @Override
  public String name() {
    return "abench";
  }

  @Override
  public String about() {
    return "abench seconds by size: NUMAB mode 2, mode 1, and kmmscand with mode 1";
  }

  @Override
  public List<String> columns() {
    return List.of("size_gib");
  }

  @Override
  public StudyResult run(StudyTable rows, StudyLab lab) throws RunFailure {
    List<Run> runs = new ArrayList<>();
    for (Row row : rows.rows()) {
      int gib = row.whole("size_gib", 128);
      for (String column : ORDER) {
        if (row.has(column)) {
          Experiment experiment =
              lab.read(
                  name(),
                  EXPERIMENT + COLUMNS.getOrDefault(column, ""),
                  Map.of("workload.region", gib + " GiB"));
          runs.add(new Run(row, column, row.positive(column), experiment));
        }
      }
    }
    List<List<RunResult>> results = lab.run(runs.stream().map(Run::experiment).toList());
    List<StudyCell> cells = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      Sample seconds =
          new Sample(results.get(i).stream().map(result -> result.runtimeNs() / 1e9).toList());
      cells.add(new StudyCell(run.column(), label(run), run.column(), run.published(), seconds));
      notes.add(terms(run, results.get(i).get(0)));
    }
    notes.addAll(leftOut(runs, results, cells, lab));
    notes.addAll(notIdentified());
    return new StudyResult(
        name(),
        MACHINE,
        "With one set of constants, each column's times come out within 5 %, and gains have the"
            + " published sign and lie within 5 percentage points.",
        cells,
        findings(rows, cells),
        notes);
  }

  private static String label(Run run) {
    return run.row().cells().getOrDefault("size_gib", "") + " GiB";
  }

  private static List<Finding> findings(StudyTable rows, List<StudyCell> cells) {
    List<Finding> findings = new ArrayList<>();
    for (String column : ORDER) {
      List<Double> errors =
          StudyResult.errors(cells.stream().filter(cell -> cell.column().equals(column)).toList());
      if (!errors.isEmpty()) {
        findings.add(Findings.atMost(column + ": largest error", errors, 1, 0.05));
      }
    }
    for (Row row : rows.rows()) {
      for (String base : List.of(NUMAB2, NUMAB1)) {
        if (row.has(base) && row.has(KMMSCAND)) {
          findings.add(gain(row, base, cells));
        }
      }
    }
    return findings;
  }

  private static Finding gain(Row row, String base, List<StudyCell> cells) {
    String size = row.cells().getOrDefault("size_gib", "") + " GiB";
    double published = 100 * (1 - row.positive(KMMSCAND) / row.positive(base));
    double simulated = 100 * (1 - mean(cells, size, KMMSCAND) / mean(cells, size, base));
    return new Finding(
        String.format(
            Locale.ROOT,
            "%s: kmmscand gains %+.1f %% on %s, published %+.1f %%, within 5 points",
            size,
            simulated,
            base,
            published),
        Math.signum(simulated) == Math.signum(published) && Math.abs(simulated - published) <= 5);
  }

  private static double mean(List<StudyCell> cells, String size, String column) {
    return cells.stream()
        .filter(cell -> cell.row().equals(size) && cell.column().equals(column))
        .findFirst()
        .orElseThrow()
        .simulated()
        .mean();
  }

  private static long count(RunResult result, String counter) {
    return result.vmstat().getOrDefault(counter, 0L);
  }

  /** Every term's part of the time of an access, and what became of promotion. */
  private static String terms(Run run, RunResult result) {
    double accesses = result.total().accesses();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s %s: promotion done at %.1f s, %,d pages, %.1f %% of accesses remote; ns an access:",
            label(run),
            run.column(),
            count(result, "promotion_done_ns") / 1e9,
            result.total().promotions(),
            100 * count(result, "access_remote") / accesses));
    double known = 0;
    for (String term : List.of("cpu", "walk", "walk_miss", "cache", "local", "remote", "load")) {
      double ns = count(result, "access_" + term + "_ns") / accesses;
      known += ns;
      text.append(String.format(Locale.ROOT, " %s %.1f", term.replace('_', ' '), ns));
    }
    Map<String, Double> cpu = result.total().cpuNs();
    for (String payer : List.of("task:fault", "task:migrate", "task:ipi", "task:refill")) {
      double ns = cpu.getOrDefault(payer, 0.0) / accesses;
      known += ns;
      text.append(String.format(Locale.ROOT, " %s %.2f", payer.substring(5), ns));
    }
    double all = (double) result.runtimeNs() * THREADS / accesses;
    return text.append(String.format(Locale.ROOT, " waiting %.1f, all %.1f", all - known, all))
        .toString();
  }

  /** How the times of the smallest row's columns change with each fitted constant. */
  private Map<String, List<Double>> slopes(
      List<Run> runs, List<List<RunResult>> results, StudyLab lab) throws RunFailure {
    Row smallest = runs.get(0).row();
    for (Run run : runs) {
      smallest = gib(run.row()) < gib(smallest) ? run.row() : smallest;
    }
    List<Run> changed = new ArrayList<>();
    List<Double> before = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      if (run.row().equals(smallest)) {
        before.add((double) results.get(i).get(0).runtimeNs());
        for (Constant constant : Constant.values()) {
          changed.add(
              new Run(run.row(), run.column(), run.published(), on(constant, run.experiment())));
        }
      }
    }
    List<List<RunResult>> after = lab.run(changed.stream().map(Run::experiment).toList());
    Map<String, List<Double>> slopes = new LinkedHashMap<>();
    int constants = Constant.values().length;
    for (int i = 0; i < changed.size(); i++) {
      double ratio = after.get(i).get(0).runtimeNs() / before.get(i / constants);
      slopes
          .computeIfAbsent(changed.get(i).column(), column -> new ArrayList<>())
          .add(Math.log(ratio) / Math.log(Constant.FACTOR));
    }
    return slopes;
  }

  private static Experiment on(Constant constant, Experiment experiment) {
    return new Experiment(
        experiment.name(),
        constant.changed(experiment.machine()),
        experiment.workloads(),
        experiment.sources(),
        experiment.policies(),
        experiment.engine(),
        experiment.seed(),
        experiment.changes(),
        experiment.limitNs(),
        experiment.folder(),
        experiment.oracle(),
        experiment.mode());
  }

  private static double gib(Row row) {
    return Double.parseDouble(row.cells().getOrDefault("size_gib", "1"));
  }

  /** What a column comes to if the fitted constants are fitted to the others alone. */
  private List<String> leftOut(
      List<Run> runs, List<List<RunResult>> results, List<StudyCell> cells, StudyLab lab)
      throws RunFailure {
    Map<String, List<Double>> slopes = slopes(runs, results, lab);
    List<Sensitivity.Cell> known = new ArrayList<>();
    for (StudyCell cell : cells) {
      List<Double> its = slopes.get(cell.column());
      if (its != null) {
        double error = Math.log(cell.simulated().mean() / cell.published());
        known.add(new Sensitivity.Cell(cell.column(), error, its));
      }
    }
    List<String> notes = new ArrayList<>();
    slopes.forEach(
        (column, its) ->
            notes.add(
                String.format(
                    Locale.ROOT,
                    "%s: 1 %% more of %s",
                    column,
                    IntStream.range(0, its.size())
                        .mapToObj(
                            i ->
                                String.format(
                                    Locale.ROOT,
                                    "%s makes %+.2f %%",
                                    Constant.values()[i].title,
                                    its.get(i)))
                        .collect(Collectors.joining(", of ")))));
    for (String column : ORDER) {
      List<Double> errors = Sensitivity.leftOut(known, column);
      if (!errors.isEmpty()) {
        notes.add(
            String.format(
                Locale.ROOT,
                "left out of the fit of %s, %s errs by %s",
                Arrays.stream(Constant.values())
                    .map(constant -> constant.title)
                    .collect(Collectors.joining(", ")),
                column,
                errors.stream()
                    .map(error -> String.format(Locale.ROOT, "%+.1f %%", 100 * error))
                    .collect(Collectors.joining(", "))));
      }
    }
    return notes;
  }

  private static List<String> notIdentified() {
    return List.of(
        "totals cannot tell CPU time of an access from latency that nothing overlaps, nor misses at once"
            + " from the latencies that they divide: of each pair only the quotient is fitted",
        "totals cannot tell the card's bandwidth from its latency under load, nor either from the time"
            + " that mode 1 takes to promote: scans by clock take as large a part of the run at every"
            + " size",
        "totals cannot tell whether kmmscand began to promote while the memory was being filled, before"
            + " the threads ran; here it begins with them, and all that it gains on mode 2 is that it is"
            + " through earlier",
        "totals cannot tell remote latency from other costs of threads on two sockets, nor lock and queue"
            + " contention, which come to less than 1 ns an access, from anything");
  }
}
