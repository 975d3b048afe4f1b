package org.tierlab.shell.command;

import java.util.List;
import org.tierlab.command.report.ChangeWords;
import org.tierlab.command.report.Figures;
import org.tierlab.command.report.TextTable;
import org.tierlab.shell.run.ShellRuns;
import org.tierlab.sim.plugin.LoggedChange;

/** Prints the change log. */
final class LogCommand implements TierCommand {

  @Override
  public String word() {
    return "log";
  }

  @Override
  public String usage() {
    return "";
  }

  @Override
  public String about() {
    return "Prints the run's change log: when, what, who asked, what became of it.";
  }

  @Override
  public void execute(ShellRuns runs, Arguments arguments, Screen screen) {
    arguments.end();
    List<LoggedChange> changes = runs.current().now().changes();
    screen.print(changes.isEmpty() ? "no changes so far" : table(changes));
  }

  static String table(List<LoggedChange> changes) {
    TextTable table = new TextTable(1, 2, 3);
    for (LoggedChange change : changes) {
      table.row(
          Figures.time(change.atNs()),
          ChangeWords.of(change.change()),
          change.origin(),
          change.outcome());
    }
    return table.toString();
  }
}
