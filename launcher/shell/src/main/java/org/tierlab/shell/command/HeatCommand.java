package org.tierlab.shell.command;

import java.util.List;
import org.tierlab.report.figure.FigureBuilder;
import org.tierlab.report.figure.RunFigures;
import org.tierlab.report.text.HeatText;
import org.tierlab.shell.run.BackgroundRun;
import org.tierlab.shell.run.ShellRuns;

/** Draws the run's residency and heat map so far. */
final class HeatCommand implements TierCommand {

  private static final int WIDTH = 100;

  @Override
  public String word() {
    return "heat";
  }

  @Override
  public String usage() {
    return "";
  }

  @Override
  public String about() {
    return "Draws the accesses so far by address and time, and the nodes that hold them.";
  }

  @Override
  public void execute(ShellRuns runs, Arguments arguments, Screen screen) {
    arguments.end();
    BackgroundRun run = runs.current();
    RunFigures figures =
        FigureBuilder.of(
            run.plan().experiment().name(),
            run.plan().experiment().machine().nodes(),
            run.recording(),
            run.now(),
            List.of());
    screen.print(
        HeatText.of(
            figures,
            WIDTH,
            screen.kind() == Screen.Kind.TERMINAL ? HeatText.Style.COLOUR : HeatText.Style.PLAIN));
  }
}
