package org.tierlab.shell.command;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tierlab.command.report.Figures;
import org.tierlab.command.report.TextTable;
import org.tierlab.shell.run.BackgroundRun;
import org.tierlab.shell.run.Placed;
import org.tierlab.shell.run.ShellRuns;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.result.NodeResult;
import org.tierlab.sim.result.Quarantined;
import org.tierlab.sim.result.RunResult;

/** Says how the run stands. */
final class StatusCommand implements TierCommand {

  private static final int LAST_CHANGES = 5;

  @Override
  public String word() {
    return "status";
  }

  @Override
  public String usage() {
    return "";
  }

  @Override
  public String about() {
    return "Says how the run stands: time, progress, plug-ins in place, nodes, last changes.";
  }

  @Override
  public void execute(ShellRuns runs, Arguments arguments, Screen screen) {
    arguments.end();
    BackgroundRun run = runs.current();
    RunResult state = run.now();
    StringBuilder text = new StringBuilder();
    text.append(header(run, state)).append('\n');
    text.append(inPlace(runs, state)).append('\n').append(nodes(run, state));
    changes(state, text);
    for (Quarantined plugin : state.quarantined()) {
      text.append(
          Figures.format(
              "quarantined at %s: %s '%s': %s\n",
              Figures.time(plugin.atNs()), plugin.kind(), plugin.name(), plugin.why()));
    }
    screen.print(text.toString());
  }

  private static TextTable header(BackgroundRun run, RunResult state) {
    Experiment experiment = run.plan().experiment();
    TextTable table = new TextTable(0, 1);
    table.row("experiment", experiment.name() + ", seed " + experiment.seed());
    table.row("state", state(run));
    table.row("simulated", Figures.time(state.simulatedNs()) + speed(run, state));
    table.row("progress", progress(run, state));
    return table;
  }

  private static String state(BackgroundRun run) {
    if (run.isOver()) {
      return run.epilogue();
    }
    return run.isPaused() ? "paused" : "running";
  }

  private static String speed(BackgroundRun run, RunResult state) {
    long wallNs = run.runningNs();
    return wallNs == 0
        ? ""
        : Figures.format(", %.3g times real time", (double) state.simulatedNs() / wallNs);
  }

  private static String progress(BackgroundRun run, RunResult state) {
    long made = state.total().accesses();
    StringBuilder text = new StringBuilder(Figures.count(made)).append(" accesses");
    long expected = run.expectedAccesses();
    if (expected > 0) {
      text.append(", ").append(Figures.share(Math.min(1, (double) made / expected)));
      text.append(" of the workload");
    }
    long limitNs = run.plan().experiment().limitNs();
    if (limitNs != Long.MAX_VALUE) {
      text.append(", ").append(Figures.share((double) state.simulatedNs() / limitNs));
      text.append(" of the time limit");
    }
    return text.toString();
  }

  private static TextTable inPlace(ShellRuns runs, RunResult state) {
    List<Placed> placed = Placed.of(state, runs.catalogue());
    TextTable table = new TextTable(0, 1);
    for (PluginKind kind : List.of(PluginKind.SOURCE, PluginKind.POLICY, PluginKind.ENGINE)) {
      String names =
          placed.stream()
              .filter(plugin -> plugin.kind() == kind)
              .map(StatusCommand::edition)
              .collect(Collectors.joining(", "));
      table.row(kind.word(), names.isEmpty() ? "none" : names);
    }
    return table;
  }

  private static String edition(Placed plugin) {
    String version = plugin.participant().provenance().version();
    return version.isEmpty() ? plugin.title() : plugin.title() + " " + version;
  }

  private static TextTable nodes(BackgroundRun run, RunResult state) {
    TextTable table = new TextTable();
    table.row("node", "kind", "capacity", "resident", "used", "share of accesses");
    for (NodeResult node : state.nodes()) {
      NodeSpec spec = run.plan().experiment().machine().nodes().get(node.id());
      table.row(
          Integer.toString(node.id()),
          spec.kind().name().toLowerCase(Locale.ROOT),
          Figures.size(node.capacityBytes()),
          Figures.size(node.residentBytes()),
          Figures.share((double) node.residentBytes() / node.capacityBytes()),
          Figures.share(node.accessShare()));
    }
    return table;
  }

  private static void changes(RunResult state, StringBuilder text) {
    List<LoggedChange> all = state.changes();
    if (all.isEmpty()) {
      return;
    }
    text.append("\nlast changes\n");
    text.append(LogCommand.table(all.subList(Math.max(0, all.size() - LAST_CHANGES), all.size())));
  }
}
