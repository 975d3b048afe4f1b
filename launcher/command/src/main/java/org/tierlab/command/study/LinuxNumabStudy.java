package org.tierlab.command.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tierlab.command.CommandFailure;
import org.tierlab.command.run.RunFailure;
import org.tierlab.command.stats.Sample;
import org.tierlab.command.study.StudyResult.Finding;
import org.tierlab.command.study.StudyTable.Row;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.result.RunResult;

/**
 * NUMA balancing against what Linux 6.18 counted: the last row of each label, {@code
 * mMODE_hotSHARE}, beside a run of the same mode on the same pages.
 */
final class LinuxNumabStudy implements Study {
  private static final String MACHINE = "emulated-guest";
  private static final String LABEL = "label";
  private static final List<String> PLACES = List.of("hot_n0", "hot_n1", "cold_n0", "cold_n1");
  private static final List<String> COUNTERS =
      List.of(
          "numa_pte_updates",
          "numa_hint_faults",
          "numa_hint_faults_local",
          "numa_pages_migrated",
          "pgpromote_success",
          "pgpromote_candidate",
          "pgpromote_candidate_nrl",
          "pgdemote_kswapd",
          "pgdemote_direct",
          "pgmigrate_success",
          "pgmigrate_fail");

  private static final String EXPERIMENT =
      """
      machine: emulated-guest
      workload: {name: static, passes: 1000000000}
      sources: [{name: numab, numa_balancing: 1}]
      policies: [numa-balancing]
      oracle: never
      limit: 8 s
      """;

  LinuxNumabStudy() {}

  @Override
  public String name() {
    return "linux-numab";
  }

  @Override
  public String about() {
    return "NUMA balancing against the counters of Linux 6.18, modes 0 to 2";
  }

  @Override
  public List<String> columns() {
    List<String> columns = new ArrayList<>(List.of(LABEL));
    columns.addAll(PLACES);
    return columns;
  }

  @Override
  public StudyResult run(StudyTable rows, StudyLab lab) throws RunFailure {
    Map<String, Row> last = new LinkedHashMap<>();
    rows.rows().forEach(row -> last.put(row.cells().getOrDefault(LABEL, ""), row));
    List<Experiment> experiments = new ArrayList<>();
    for (var label : last.entrySet()) {
      experiments.add(experiment(label.getKey(), label.getValue(), lab));
    }
    List<List<RunResult>> results = lab.run(experiments);
    List<StudyCell> cells = new ArrayList<>();
    int run = 0;
    for (var label : last.entrySet()) {
      add(cells, label.getKey(), label.getValue(), results.get(run++));
    }
    return new StudyResult(
        name(),
        MACHINE,
        "Placement and counters are the kernel's; where emulation made faults late, their number is"
            + " the kernel's to a part in a thousand.",
        cells,
        findings(cells),
        List.of(
            "one number, the hint faults of m2_hot100, was used for the machine's hint_fault_ns;"
                + " every other cell is predicted",
            "modes are compared when nothing moves any more: after 8 s"));
  }

  private static long pages(Row row, String column) {
    String text = row.cells().getOrDefault(column, "");
    if (!text.matches("\\d{1,12}")) {
      throw CommandFailure.input(
          "%s: column '%s' is '%s', expected a number of pages"
              .formatted(row.place(), column, text));
    }
    return Long.parseLong(text);
  }

  private static Experiment experiment(String label, Row row, StudyLab lab) {
    if (!label.matches("m[0-3]_.*")) {
      throw CommandFailure.input(
          "%s: column 'label' is '%s', expected m and a mode, such as m2_hot10"
              .formatted(row.place(), label));
    }
    long hot = pages(row, "hot_n0") + pages(row, "hot_n1");
    long cold = pages(row, "cold_n0") + pages(row, "cold_n1");
    return lab.read(
        "linux-numab",
        EXPERIMENT,
        Map.of(
            "workload.hot_size", hot * 4096 + " B",
            "workload.cold_size", cold * 4096 + " B",
            "sources.0.numa_balancing", label.charAt(1)));
  }

  private static void add(List<StudyCell> cells, String label, Row row, List<RunResult> results) {
    for (int node = 0; node < 2; node++) {
      int id = node;
      cells.add(
          new StudyCell(
              "placement",
              label,
              "pages on node " + node,
              (double) pages(row, "hot_n" + node) + pages(row, "cold_n" + node),
              new Sample(
                  results.stream()
                      .map(one -> (double) one.processes().values().iterator().next().get(id))
                      .toList())));
    }
    for (String counter : COUNTERS) {
      if (row.has(counter)) {
        cells.add(
            new StudyCell(
                label.startsWith("m2_hot100") ? "late faults" : "counters",
                label,
                counter,
                pages(row, counter),
                new Sample(
                    results.stream()
                        .map(one -> (double) one.vmstat().getOrDefault(counter, 0L))
                        .toList())));
      }
    }
  }

  private static List<Finding> findings(List<StudyCell> cells) {
    List<Finding> findings = new ArrayList<>();
    for (String group : List.of("placement", "counters")) {
      List<StudyCell> its = cells.stream().filter(cell -> cell.group().equals(group)).toList();
      if (!its.isEmpty()) {
        long exact = its.stream().filter(cell -> cell.error() == 0).count();
        findings.add(
            new Finding(
                "%s: %d of %d cells are exact".formatted(group, exact, its.size()),
                exact == its.size()));
      }
    }
    List<StudyCell> late = cells.stream().filter(LinuxNumabStudy::isTimed).toList();
    if (!late.isEmpty()) {
      findings.add(
          Findings.atMost("late first faults: largest error", StudyResult.errors(late), 1, 0.001));
    }
    return findings;
  }

  /** Candidates by free space depend on the other memory of the guest, which is not modelled. */
  private static boolean isTimed(StudyCell cell) {
    return cell.group().equals("late faults") && !cell.column().endsWith("_nrl");
  }
}
