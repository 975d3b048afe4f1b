package org.tierlab.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.experiment.ExperimentPlan;
import org.tierlab.command.experiment.ExperimentReader;
import org.tierlab.command.log.ChangeLog;
import org.tierlab.command.out.RunFolder;
import org.tierlab.command.out.RunRecorder;
import org.tierlab.command.out.TraceOutput;
import org.tierlab.command.plugins.RunPlugins;
import org.tierlab.command.report.BoundRuns;
import org.tierlab.command.report.Json;
import org.tierlab.command.report.ResultDocument;
import org.tierlab.command.report.RunReport;
import org.tierlab.command.run.ParallelRuns;
import org.tierlab.command.run.Progress;
import org.tierlab.command.run.ProgressLine;
import org.tierlab.command.run.RunFailure;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.result.RunResult;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs an experiment, or an earlier run again from its log. */
@Command(
    name = "run",
    description = "Run an experiment and print what it found.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  private final CommandEnvironment environment;

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "EXPERIMENT.yaml", description = "The experiment.")
  private @Nullable Path file;

  @Mixin private PlanOptions options = new PlanOptions();

  @Mixin private RecordingOptions recording = new RecordingOptions();

  @Option(names = "--log", paramLabel = "FILE", description = "Write the change log of one run.")
  private @Nullable Path log;

  @Option(
      names = "--perfetto",
      paramLabel = "FILE",
      description = "Write a timeline of one run that Perfetto and chrome://tracing open.")
  private @Nullable Path perfetto;

  @Option(
      names = "--replay",
      paramLabel = "LOG",
      description = "Make the run of a change log again; the result has the same hash.")
  private @Nullable Path replay;

  RunCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws RunFailure {
    try {
      return replay == null ? runExperiment() : replay(replay);
    } catch (IOException e) {
      throw CommandFailure.file(e);
    }
  }

  private int runExperiment() throws RunFailure, IOException {
    if (file == null) {
      throw CommandFailure.input("tierlab run: expected an experiment, or --replay with a log");
    }
    ExperimentReader reader = new ExperimentReader(environment.plugins());
    ExperimentPlan plan = options.read(file, reader, null, List.of());
    if (log != null && plan.runs() > 1) {
      throw CommandFailure.input(
          "--log takes one run, this experiment has " + plan.runs() + "; use --out");
    }
    return run(plan, environment.plugins()::open, simulation -> {});
  }

  private int replay(Path source) throws RunFailure, IOException {
    if (options.changesExperiment()) {
      throw CommandFailure.input("--replay takes no --set, --seed or --runs: the log has them");
    }
    // Opening installs plug-ins that are missing; only then can the log's experiment be read.
    try (RunPlugins leases = environment.plugins().openAgain(ChangeLog.readJars(source))) {
      return replay(source, leases);
    }
  }

  private int replay(Path source, RunPlugins leases) throws RunFailure, IOException {
    ChangeLog earlier = ChangeLog.read(source, environment.plugins());
    Experiment experiment =
        file == null ? earlier.experiment() : withFolderOf(file, earlier.experiment());
    return run(
        new ExperimentPlan(experiment, 1),
        () -> leases,
        simulation -> simulation.replay(earlier.changes()));
  }

  private static Experiment withFolderOf(Path file, Experiment experiment) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    return folder == null ? experiment : experiment.inFolder(folder);
  }

  private int run(ExperimentPlan plan, Supplier<RunPlugins> plugins, Consumer<Simulation> prepare)
      throws RunFailure, IOException {
    if (log != null) {
      OutputPlace.file("--log", log);
    }
    if (perfetto != null) {
      OutputPlace.file("--perfetto", perfetto);
    }
    if (perfetto != null && plan.runs() > 1) {
      throw CommandFailure.input("--perfetto takes one run, this experiment has " + plan.runs());
    }
    try (TraceOutput trace = TraceOutput.to(perfetto)) {
      return run(plan, plugins, prepare, trace);
    }
  }

  private int run(
      ExperimentPlan plan,
      Supplier<RunPlugins> plugins,
      Consumer<Simulation> prepare,
      TraceOutput trace)
      throws RunFailure, IOException {
    Map<String, ExperimentPlan> bounds =
        replay == null ? options.bounds(plan, environment.plugins()) : Map.of();
    List<Experiment> experiments = new ArrayList<>(plan.seeded());
    bounds.values().forEach(bound -> experiments.addAll(bound.seeded()));
    List<RunRecorder> recorders = recording.recorders(plan.runs(), trace.timeline());
    List<RunResult> all;
    try (ProgressLine line = new ProgressLine(spec.commandLine().getErr())) {
      Progress progress =
          environment.errors() == CommandEnvironment.Stream.TERMINAL ? line : Progress.NONE;
      all =
          new ParallelRuns(plugins, environment.simulations(), options.threads(), progress)
              .runEach(
                  experiments,
                  (number, simulation) -> {
                    if (number < recorders.size()) {
                      simulation.record(recorders.get(number).recorder());
                    }
                    prepare.accept(simulation);
                  });
    }
    List<RunResult> results = all.subList(0, Math.min(plan.runs(), all.size()));
    BoundRuns boundRuns =
        BoundRuns.of(bounds.keySet(), plan.runs(), all.subList(results.size(), all.size()));
    if (results.isEmpty()) {
      complain("interrupted before the first run began");
      return CommandLine.ExitCode.SOFTWARE;
    }
    Map<String, @Nullable Object> document = ResultDocument.of(plan, results);
    if (!bounds.isEmpty()) {
      document.put("bounds", boundRuns.document());
    }
    print(
        options.isJson()
            ? Json.pretty(document) + "\n"
            : RunReport.of(plan, results, boundRuns, environment.plugins()));
    trace.finish(results.get(0));
    write(plan, results, recorders, document);
    return status(plan, results);
  }

  private void write(
      ExperimentPlan plan,
      List<RunResult> results,
      List<RunRecorder> recorders,
      Map<String, @Nullable Object> document)
      throws IOException {
    Path out = recording.out();
    if (out != null) {
      List<RunFolder.Run> runs = new ArrayList<>();
      for (RunResult result : results) {
        int number = (int) (result.seed() - plan.experiment().seed());
        runs.add(RunFolder.Run.of(result, recorders.get(number)));
      }
      new RunFolder(out, recording.drawsSvg()).write(plan, runs, document, environment.plugins());
    }
    if (log != null) {
      writeLog(log, plan, results.get(0));
    }
  }

  private void writeLog(Path target, ExperimentPlan plan, RunResult result) throws IOException {
    Experiment experiment = plan.experiment().withSeed(result.seed());
    ChangeLog.of(experiment, result).write(target, environment.plugins());
  }

  private int status(ExperimentPlan plan, List<RunResult> results) {
    int status = CommandLine.ExitCode.OK;
    for (RunResult result : results) {
      String run = plan.runs() == 1 ? "the run" : "the run with seed " + result.seed();
      if (!result.complete()) {
        complain(run + " ended early: " + result.stopped());
        status = CommandLine.ExitCode.SOFTWARE;
      }
      if (!result.invariants().equals("ok")) {
        complain(run + " broke an invariant: " + result.invariants());
        status = CommandLine.ExitCode.SOFTWARE;
      }
    }
    return status;
  }

  private void print(String text) {
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
  }

  private void complain(String message) {
    spec.commandLine().getErr().println("tierlab: " + message);
    spec.commandLine().getErr().flush();
  }
}
