package org.tierlab.command.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tierlab.command.experiment.ExperimentDocument;
import org.tierlab.command.experiment.ExperimentPlan;
import org.tierlab.command.experiment.YamlText;
import org.tierlab.command.plugins.PluginCatalogue;
import org.tierlab.command.stats.Interval;
import org.tierlab.command.stats.Sample;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.OracleSetting.When;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.result.Bounds;
import org.tierlab.sim.result.NodeResult;
import org.tierlab.sim.result.Quarantined;
import org.tierlab.sim.result.RunResult;
import org.tierlab.sim.result.Summary;

/** What runs found, as text. */
public final class RunReport {

  private final ExperimentPlan plan;
  private final List<RunResult> results;
  private final BoundRuns boundRuns;
  private final PluginCatalogue catalogue;
  private final StringBuilder text = new StringBuilder();

  private RunReport(
      ExperimentPlan plan, List<RunResult> results, BoundRuns bounds, PluginCatalogue catalogue) {
    this.plan = plan;
    this.results = results;
    this.boundRuns = bounds;
    this.catalogue = catalogue;
  }

  /**
   * Writes the report.
   *
   * @param plan what was run
   * @param results in order of seed, at least one
   * @param catalogue knows the units of knobs
   * @return lines
   */
  public static String of(ExperimentPlan plan, List<RunResult> results, PluginCatalogue catalogue) {
    return of(plan, results, BoundRuns.NONE, catalogue);
  }

  /**
   * Writes the report with bounds that were run beside.
   *
   * @param plan what was run
   * @param results in order of seed, at least one
   * @param bounds the runs of bounds
   * @param catalogue knows the units of knobs
   * @return lines
   */
  public static String of(
      ExperimentPlan plan, List<RunResult> results, BoundRuns bounds, PluginCatalogue catalogue) {
    return new RunReport(plan, results, bounds, catalogue).write();
  }

  private String write() {
    header();
    if (results.size() == 1) {
      RunResult result = results.get(0);
      phases(result);
      boundsThatRan();
      nodes(result);
      processes(result);
      vmstat(result);
      changes(result);
    } else {
      runs();
      boundsThatRan();
    }
    results.forEach(this::problems);
    section("resolved configuration");
    YamlText.of(ExperimentDocument.forPeople(plan, catalogue))
        .lines()
        .forEach(line -> text.append("  ").append(line).append('\n'));
    ending();
    return text.toString();
  }

  private void header() {
    Experiment experiment = plan.experiment();
    RunResult first = results.get(0);
    text.append(
        Figures.format(
            "experiment %s: workload %s on machine %s, seed %d%s\n",
            experiment.name(),
            experiment.workloads().stream()
                .map(workload -> workload.plugin().name())
                .collect(Collectors.joining(" and ")),
            experiment.machine().name(),
            first.seed(),
            results.size() == 1 ? "" : " and up, " + results.size() + " runs"));
    text.append("an access is: ").append(first.accessUnit()).append('\n');
    if (results.size() == 1) {
      text.append(
          Figures.format(
              "simulated %s in %s\n",
              Figures.time(first.simulatedNs()), Figures.time(first.wallNs())));
    }
  }

  private void section(String title) {
    text.append('\n').append(title).append('\n');
  }

  private void phases(RunResult result) {
    section("phases");
    List<Summary> columns = new ArrayList<>(result.phases());
    int number = 1;
    for (Summary phase : columns) {
      text.append(
          Figures.format(
              "  %d: %s to %s; sources: %s; policies: %s; engine: %s\n",
              number++,
              Figures.time(phase.fromNs()),
              Figures.time(phase.toNs()),
              list(phase.sources()),
              list(phase.policies()),
              phase.engine()));
    }
    columns.add(result.total());
    text.append('\n').append(phaseTable(result, columns));
    bounds(result.bounds());
  }

  private void boundsThatRan() {
    if (!boundRuns.isEmpty()) {
      section("bounds, unattainable: the workload under policies that no kernel could run");
      text.append(boundRuns.table());
    }
  }

  private void bounds(Bounds bounds) {
    if (bounds.oracle() == null && plan.experiment().oracle().when() != When.NEVER) {
      text.append("  oracle bound: ").append(bounds.whyNot()).append('\n');
    }
    for (String policy : bounds.unattainable()) {
      text.append(
          Figures.format(
              "  unattainable: policy '%s' is a bound; it moves pages at no cost\n", policy));
    }
  }

  private static String list(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private TextTable phaseTable(RunResult result, List<Summary> columns) {
    TextTable table = new TextTable();
    List<String> head = new ArrayList<>();
    head.add("");
    for (int i = 1; i < columns.size(); i++) {
      head.add("phase " + i);
    }
    head.add("total");
    table.row(head);
    row(table, "accesses", columns, phase -> Figures.count(phase.accesses()));
    for (NodeResult node : result.nodes()) {
      row(table, "  share of " + label(node), columns, phase -> share(phase, node.id()));
    }
    row(table, "promotions (pages)", columns, phase -> Figures.count(phase.promotions()));
    row(table, "demotions (pages)", columns, phase -> Figures.count(phase.demotions()));
    // The last step goes on behind the end of the last task.
    row(
        table,
        "run time",
        columns,
        phase -> Figures.time(Math.min(phase.toNs(), result.runtimeNs()) - phase.fromNs()));
    row(table, "  all-fast bound", columns, phase -> Figures.time(phase.allFastNs()));
    List<String> oracle = new ArrayList<>(Collections.nCopies(columns.size() + 1, "-"));
    oracle.set(0, "    oracle bound");
    if (result.bounds().oracle() != null) {
      oracle.set(columns.size(), Figures.time(result.bounds().oracle().runtimeNs()));
      table.row(oracle);
    }
    row(table, "  all-slow bound", columns, phase -> Figures.time(phase.allSlowNs()));
    row(table, "CPU time by payer", columns, phase -> "");
    for (String payer : payers(columns)) {
      row(
          table,
          "  " + payer,
          columns,
          phase -> Figures.time(phase.cpuNs().getOrDefault(payer, 0.0)));
    }
    return table;
  }

  private static void row(
      TextTable table, String title, List<Summary> columns, Function<Summary, String> cell) {
    List<String> cells = new ArrayList<>();
    cells.add("  " + title);
    columns.forEach(phase -> cells.add(cell.apply(phase)));
    table.row(cells);
  }

  private static String share(Summary phase, int node) {
    return phase.accesses() == 0
        ? "-"
        : Figures.share((double) phase.nodeAccesses().get(node) / phase.accesses());
  }

  private static Set<String> payers(List<Summary> phases) {
    Set<String> payers = new TreeSet<>();
    for (Summary phase : phases) {
      phase.cpuNs().forEach((payer, ns) -> addIfCharged(payers, payer, ns));
    }
    return payers;
  }

  private static void addIfCharged(Set<String> payers, String payer, double ns) {
    if (ns > 0) {
      payers.add(payer);
    }
  }

  private String label(NodeResult node) {
    NodeSpec spec = plan.experiment().machine().nodes().get(node.id());
    return Figures.format("node %d (%s)", node.id(), spec.kind().name().toLowerCase(Locale.ROOT));
  }

  private void nodes(RunResult result) {
    section("nodes at the end");
    TextTable table = new TextTable();
    boolean files = result.nodes().stream().anyMatch(node -> node.fileBytes() > 0);
    List<String> head = new ArrayList<>(List.of("", "tier", "capacity", "resident"));
    if (files) {
      head.add("of files");
    }
    head.addAll(List.of("accesses", "share", "bandwidth"));
    table.row(head);
    for (NodeResult node : result.nodes()) {
      List<String> row = new ArrayList<>();
      row.add("  " + label(node));
      row.add(Integer.toString(node.tier()));
      row.add(Figures.size(node.capacityBytes()));
      row.add(Figures.size(node.residentBytes()));
      if (files) {
        row.add(Figures.size(node.fileBytes()));
      }
      row.add(Figures.count(node.accesses()));
      row.add(Figures.share(node.accessShare()));
      row.add(
          Double.isFinite(node.bandwidthGBps())
              ? Figures.format("%.3f GB/s", node.bandwidthGBps())
              : "-");
      table.row(row);
    }
    text.append(table);
  }

  private void processes(RunResult result) {
    section("resident pages by process");
    TextTable table = new TextTable();
    List<String> head = new ArrayList<>();
    head.add("");
    result.nodes().forEach(node -> head.add(label(node)));
    table.row(head);
    result
        .processes()
        .forEach(
            (process, pages) -> {
              List<String> row = new ArrayList<>();
              row.add("  " + process);
              pages.forEach(count -> row.add(Figures.count(count)));
              table.row(row);
            });
    text.append(table);
    section("numastat -c -p");
    NumastatTable.of(result.processes(), result.nodes().size())
        .lines()
        .forEach(line -> text.append("  ").append(line).append('\n'));
  }

  private void vmstat(RunResult result) {
    section("vmstat");
    TextTable table = new TextTable();
    for (Map.Entry<String, Long> counter : result.vmstat().entrySet()) {
      if (counter.getValue() != 0) {
        table.row("  " + counter.getKey(), Figures.count(counter.getValue()));
      }
    }
    text.append(table);
  }

  private void changes(RunResult result) {
    if (result.changes().isEmpty()) {
      return;
    }
    section("swaps");
    TextTable table = new TextTable(0, 1, 2, 3);
    for (LoggedChange change : result.changes()) {
      table.row(
          "  " + Figures.time(change.atNs()),
          ChangeWords.of(change.change()),
          change.origin(),
          change.outcome());
    }
    text.append(table);
  }

  private void runs() {
    section("runs");
    TextTable table = new TextTable();
    table.row("  seed", "run time", "promotions", "demotions", "fast-node share", "hash");
    for (RunResult result : results) {
      table.row(
          "  " + result.seed(),
          Figures.time(result.runtimeNs()),
          Figures.count(result.total().promotions()),
          Figures.count(result.total().demotions()),
          Figures.share(fastShare(result)),
          result.hash().isEmpty() ? "partial" : result.hash().substring(0, 12));
    }
    text.append(table);
    Sample sample =
        new Sample(results.stream().map(result -> (double) result.runtimeNs()).toList());
    Interval interval = sample.ci95();
    text.append(
        Figures.format(
            "  mean run time %s, %%stdev %.2f%s\n",
            Figures.time(sample.mean()),
            sample.percentStdev(),
            interval == null
                ? ""
                : Figures.format(
                    ", 95 %% interval %s to %s",
                    Figures.time(interval.low()), Figures.time(interval.high()))));
  }

  /**
   * The share of accesses that nodes of the fastest tier served.
   *
   * @param result a run
   * @return 0 to 1
   */
  public static double fastShare(RunResult result) {
    return result.nodes().stream()
        .filter(node -> node.tier() == 0)
        .mapToDouble(NodeResult::accessShare)
        .sum();
  }

  private void problems(RunResult result) {
    String run = results.size() == 1 ? "" : "seed " + result.seed() + ": ";
    for (Quarantined plugin : result.quarantined()) {
      text.append(
          Figures.format(
              "\n%squarantined at %s: %s '%s': %s\n",
              run, Figures.time(plugin.atNs()), plugin.kind(), plugin.name(), plugin.why()));
    }
    if (!result.complete()) {
      text.append(
          Figures.format(
              "\n%spartial result, valid up to %s: %s\n",
              run, Figures.time(result.simulatedNs()), result.stopped()));
    }
  }

  private void ending() {
    String violations =
        results.stream()
            .map(RunResult::invariants)
            .filter(invariants -> !invariants.equals("ok"))
            .findFirst()
            .orElse("ok");
    String hash = ResultDocument.hash(results);
    text.append('\n').append("invariants: ").append(violations).append('\n');
    text.append("hash: ").append(hash == null ? "none" : hash).append('\n');
  }
}
