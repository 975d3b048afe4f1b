package org.tierlab.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.report.Json;
import org.tierlab.command.report.TextTable;
import org.tierlab.command.run.Progress;
import org.tierlab.command.run.ProgressLine;
import org.tierlab.command.run.RunFailure;
import org.tierlab.command.study.Studies;
import org.tierlab.command.study.Study;
import org.tierlab.command.study.StudyLab;
import org.tierlab.command.study.StudyReport;
import org.tierlab.command.study.StudyResult;
import org.tierlab.command.study.StudyTable;
import org.tierlab.command.study.ValidationDocument;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts published measurements beside simulated ones. */
@Command(
    name = "reproduce",
    description = "Put published measurements beside simulated ones; without a name, list them.",
    mixinStandardHelpOptions = true)
final class ReproduceCommand implements Callable<Integer> {
  private static final String ALL = "all";

  /** Stands for the machine descriptions in {@code doc/validation.md}. */
  private static final String MACHINES = "machines";

  private static final int DEFAULT_RUNS = 3;

  private final CommandEnvironment environment;

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "STUDY", description = "Names of studies, or all.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--data",
      paramLabel = "FILE.csv",
      description = "Run one study on the rows of another file of the same form.")
  private @Nullable Path data;

  @Option(names = "--runs", paramLabel = "N", description = "Runs of a cell, 3 if not given.")
  private int runs = DEFAULT_RUNS;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many runs at once; as many as there are CPUs if not given.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--json", description = "Print one JSON document in place of tables.")
  private boolean json;

  @Option(
      names = "--markdown",
      description =
          "Print sections of doc/validation.md; the name machines stands for the machines.")
  private boolean markdown;

  ReproduceCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws RunFailure {
    if (runs < 1 || runs > 1000 || threads < 1 || threads > 1000) {
      throw CommandFailure.input("--runs and --threads are whole numbers from 1 to 1000");
    }
    if (json && markdown) {
      throw CommandFailure.input("--json and --markdown exclude each other");
    }
    boolean machines = markdown && (names.remove(MACHINES) || names.contains(ALL));
    List<Study> studies = studies();
    if (studies.isEmpty() && !machines) {
      print(list());
      return CommandLine.ExitCode.OK;
    }
    if (data != null && studies.size() > 1) {
      throw CommandFailure.input("--data takes one study, " + studies.size() + " are named");
    }
    List<StudyResult> results = new ArrayList<>();
    for (Study study : studies) {
      StudyResult result = run(study, results);
      results.add(result);
      if (markdown) {
        print(ValidationDocument.section(study, result));
      } else if (!json) {
        print((results.size() > 1 ? "\n" : "") + StudyReport.text(result));
      }
    }
    if (machines) {
      print(ValidationDocument.machines());
    }
    if (json) {
      print(Json.pretty(StudyReport.document(results)) + "\n");
    }
    return CommandLine.ExitCode.OK;
  }

  /** An interrupt loses the study that is under way and none of those that are finished. */
  private StudyResult run(Study study, List<StudyResult> finished) throws RunFailure {
    try {
      return run(study);
    } catch (CommandFailure e) {
      if (json && !finished.isEmpty()) {
        Map<String, @Nullable Object> document = StudyReport.document(finished);
        document.put("partial", true);
        document.put("stopped", "interrupted in " + study.name());
        print(Json.pretty(document) + "\n");
      }
      throw e;
    }
  }

  private StudyResult run(Study study) throws RunFailure {
    StudyTable rows = rows(study);
    try (ProgressLine line = new ProgressLine(spec.commandLine().getErr())) {
      Progress progress =
          environment.errors() == CommandEnvironment.Stream.TERMINAL ? line : Progress.NONE;
      StudyLab lab =
          new StudyLab(environment.plugins(), environment.simulations(), threads, runs, progress);
      return study.run(rows, lab);
    }
  }

  private List<Study> studies() {
    List<Study> named = new ArrayList<>();
    for (String name : names) {
      List<Study> found =
          Studies.all().stream()
              .filter(study -> name.equals(ALL) || study.name().equals(name))
              .toList();
      if (found.isEmpty()) {
        throw CommandFailure.input(
            "there is no study '%s', expected all or one of %s"
                .formatted(
                    name, String.join(", ", Studies.all().stream().map(Study::name).toList())));
      }
      found.stream().filter(study -> !named.contains(study)).forEach(named::add);
    }
    return named;
  }

  private StudyTable rows(Study study) {
    if (data == null) {
      return Studies.published(study);
    }
    try {
      return StudyTable.read(Files.readString(data), data.toString(), study.columns());
    } catch (IOException e) {
      throw CommandFailure.file(e);
    }
  }

  private static String list() {
    TextTable table = new TextTable(0, 1);
    for (Study study : Studies.all()) {
      table.row(study.name(), study.about());
    }
    return table.toString();
  }

  private void print(String text) {
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
  }
}
