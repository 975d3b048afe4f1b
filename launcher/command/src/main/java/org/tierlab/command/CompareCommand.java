package org.tierlab.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tierlab.command.compare.Column;
import org.tierlab.command.compare.Comparison;
import org.tierlab.command.compare.Variant;
import org.tierlab.command.experiment.ExperimentDocument;
import org.tierlab.command.experiment.ExperimentPlan;
import org.tierlab.command.experiment.ExperimentReader;
import org.tierlab.command.experiment.Place;
import org.tierlab.command.report.Json;
import org.tierlab.command.run.ParallelRuns;
import org.tierlab.command.run.Progress;
import org.tierlab.command.run.ProgressLine;
import org.tierlab.command.run.RunFailure;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.result.RunResult;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs variants of an experiment over several seeds and says which differences mean something. */
@Command(
    name = "compare",
    description = "Compare variants of an experiment over several seeds.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

  private static final int DEFAULT_RUNS = 5;

  private final CommandEnvironment environment;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "EXPERIMENT.yaml", description = "The experiment.")
  private Path file = Path.of("");

  @Mixin private PlanOptions options = new PlanOptions();

  @Mixin private RecordingOptions recording = new RecordingOptions();

  @Option(
      names = "--variant",
      paramLabel = "NAME[=KEY=VALUE[;KEY=VALUE]...]",
      description =
          "A variant; the others are compared with the first. Those that the experiment lists if"
              + " none is given; the name of one of them stands for its values.")
  private List<String> variants = new ArrayList<>();

  @Option(
      names = "--column",
      paramLabel = "[LABEL=]PATH[+PATH]...",
      description =
          "A figure to show beside the run time, by its path in the result document:"
              + " vmstat.pgmigrate_success, cpu_s.kmmscand, nodes.0.access_share. In place of those"
              + " that the experiment lists.")
  private List<String> columns = new ArrayList<>();

  CompareCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws RunFailure {
    Map<String, ExperimentPlan> plans = plans();
    List<Column> shown = columns();
    List<Experiment> experiments = new ArrayList<>();
    plans.values().forEach(plan -> experiments.addAll(plan.seeded()));
    VariantRecorders recorders = new VariantRecorders(recording, plans);
    List<RunResult> results;
    try (ProgressLine line = new ProgressLine(spec.commandLine().getErr())) {
      Progress progress =
          environment.errors() == CommandEnvironment.Stream.TERMINAL ? line : Progress.NONE;
      results =
          new ParallelRuns(
                  environment.plugins()::open,
                  environment.simulations(),
                  options.threads(),
                  progress)
              .runEach(experiments, recorders::prepare);
    }
    if (isInterrupted(experiments, results)) {
      return partial(plans, shown, results, recorders);
    }
    if (!isWhole(results)) {
      return CommandLine.ExitCode.SOFTWARE;
    }
    Comparison comparison = comparison(plans, shown, results);
    Map<String, Object> document = document(plans, comparison);
    write(recorders, results, document);
    return print(document, comparison);
  }

  private Map<String, ExperimentPlan> plans() {
    ExperimentReader reader = new ExperimentReader(environment.plugins());
    List<String> listed = reader.variants(file);
    List<Variant> parsed = Variant.parse(variants.isEmpty() ? listed : variants);
    Integer asked = options.runs();
    int runs = asked == null ? DEFAULT_RUNS : asked;
    if (runs < 2) {
      throw CommandFailure.input(
          "--runs is 1, expected at least 2: one run says nothing of spread");
    }
    Map<String, ExperimentPlan> plans = new LinkedHashMap<>();
    for (Variant variant : parsed) {
      String ofFile = listed.contains(variant.name()) ? variant.name() : null;
      plans.put(
          variant.name(), options.read(file, reader, ofFile, variant.overrides()).withRuns(runs));
    }
    if (plans.isEmpty()) {
      throw CommandFailure.input(
          "tierlab compare: no --variant is given, and the experiment lists no variants");
    }
    ExperimentPlan first = plans.values().iterator().next();
    options.bounds(first, environment.plugins()).forEach(plans::putIfAbsent);
    if (plans.size() < 2) {
      throw CommandFailure.input("tierlab compare: expected at least two variants");
    }
    return plans;
  }

  private List<Column> columns() {
    if (!columns.isEmpty()) {
      return columns.stream().map(Column::parse).toList();
    }
    List<Column> listed = new ArrayList<>();
    new ExperimentReader(environment.plugins())
        .columns(file)
        .forEach((label, paths) -> listed.add(Column.of(label, paths, new Place(file.toString()))));
    return listed;
  }

  private static boolean isInterrupted(List<Experiment> experiments, List<RunResult> results) {
    return results.size() < experiments.size()
        || results.stream().anyMatch(run -> run.stopped().equals(ParallelRuns.INTERRUPTED));
  }

  /**
   * Compares those variants of which enough runs were finished, and says of which they were not.
   */
  private int partial(
      Map<String, ExperimentPlan> plans,
      List<Column> shown,
      List<RunResult> results,
      VariantRecorders recorders) {
    FinishedRuns finished = FinishedRuns.of(plans, results);
    if (finished.compared().isEmpty() || !isWhole(finished.all())) {
      complain("interrupted after " + finished.count() + "; nothing is compared");
      return CommandLine.ExitCode.SOFTWARE;
    }
    Comparison comparison = new Comparison(shown);
    finished.compared().forEach(comparison::add);
    Map<String, Object> document = document(plans, comparison);
    document.put("partial", true);
    document.put("stopped", finished.sentence());
    print(document, comparison);
    if (!options.isJson()) {
      spec.commandLine().getOut().println("partial: " + finished.sentence());
      spec.commandLine().getOut().flush();
    }
    write(recorders, results, document);
    complain(finished.sentence());
    return CommandLine.ExitCode.SOFTWARE;
  }

  private void write(
      VariantRecorders recorders, List<RunResult> results, Map<String, Object> document) {
    try {
      recorders.write(results, document, environment.plugins());
    } catch (IOException e) {
      throw CommandFailure.file(e);
    }
  }

  /** A comparison of runs that did not all end well would mislead. */
  private boolean isWhole(List<RunResult> results) {
    for (RunResult result : results) {
      if (!result.complete() || !result.invariants().equals("ok")) {
        complain(
            "the run with seed %d failed: %s; nothing is compared"
                .formatted(
                    result.seed(), result.complete() ? result.invariants() : result.stopped()));
        return false;
      }
    }
    return true;
  }

  private static Comparison comparison(
      Map<String, ExperimentPlan> plans, List<Column> shown, List<RunResult> results) {
    Comparison comparison = new Comparison(shown);
    int from = 0;
    for (Map.Entry<String, ExperimentPlan> variant : plans.entrySet()) {
      int to = from + variant.getValue().runs();
      comparison.add(variant.getKey(), results.subList(from, to));
      from = to;
    }
    return comparison;
  }

  private static Map<String, Object> document(
      Map<String, ExperimentPlan> plans, Comparison comparison) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "tierlab-comparison/1");
    Map<String, Object> experiments = new LinkedHashMap<>();
    plans.forEach((name, plan) -> experiments.put(name, ExperimentDocument.forPrograms(plan)));
    document.put("experiments", experiments);
    document.put("variants", comparison.document());
    document.put("bounds", comparison.boundsDocument());
    return document;
  }

  private int print(Map<String, Object> document, Comparison comparison) {
    String text = options.isJson() ? Json.pretty(document) + "\n" : comparison.table();
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
    List<String> mistaken = comparison.mistakenColumns();
    mistaken.forEach(spec.commandLine().getErr()::println);
    spec.commandLine().getErr().flush();
    return mistaken.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.USAGE;
  }

  private void complain(String message) {
    spec.commandLine().getErr().println("tierlab: " + message);
    spec.commandLine().getErr().flush();
  }
}
