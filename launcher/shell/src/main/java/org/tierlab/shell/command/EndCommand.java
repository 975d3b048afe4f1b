package org.tierlab.shell.command;

import org.tierlab.shell.run.BackgroundRun;
import org.tierlab.shell.run.ShellRuns;

/** Ends the run with a partial result. */
final class EndCommand implements TierCommand {

  @Override
  public String word() {
    return "end";
  }

  @Override
  public String usage() {
    return "";
  }

  @Override
  public String about() {
    return "Ends the run with a partial result.";
  }

  @Override
  public void execute(ShellRuns runs, Arguments arguments, Screen screen)
      throws InterruptedException {
    arguments.end();
    BackgroundRun run = runs.current();
    runs.end();
    screen.print(run.epilogue());
  }
}
