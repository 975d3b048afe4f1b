package org.tierlab.shell.command;

import java.util.List;
import org.tierlab.command.report.Json;
import org.tierlab.command.report.ResultDocument;
import org.tierlab.command.report.RunReport;
import org.tierlab.shell.run.BackgroundRun;
import org.tierlab.shell.run.ShellRuns;
import org.tierlab.sim.result.RunResult;

/** Prints what the run found. */
final class ResultCommand implements TierCommand {

  private static final String JSON = "--json";

  @Override
  public String word() {
    return "result";
  }

  @Override
  public String usage() {
    return "[" + JSON + "]";
  }

  @Override
  public String about() {
    return "Prints what the run found, or a partial result while it goes on.";
  }

  @Override
  public void execute(ShellRuns runs, Arguments arguments, Screen screen) {
    boolean isJson = arguments.take(JSON);
    arguments.end();
    BackgroundRun run = runs.current();
    List<RunResult> results = List.of(run.now());
    screen.print(
        isJson
            ? Json.pretty(ResultDocument.of(run.plan(), results))
            : RunReport.of(run.plan(), results, runs.catalogue()));
  }

  @Override
  public List<String> completions(ShellRuns runs, List<String> before) {
    return before.isEmpty() ? List.of(JSON) : List.of();
  }
}
