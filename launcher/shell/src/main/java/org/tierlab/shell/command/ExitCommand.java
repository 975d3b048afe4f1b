package org.tierlab.shell.command;

import org.tierlab.shell.run.ShellRuns;

/** Leaves the shell; a run under way ends with a partial result. */
final class ExitCommand implements TierCommand {

  @Override
  public String word() {
    return "exit";
  }

  @Override
  public String usage() {
    return "";
  }

  @Override
  public String about() {
    return "Leaves the shell; a run under way ends with a partial result.";
  }

  @Override
  public void execute(ShellRuns runs, Arguments arguments, Screen screen) {
    arguments.end();
    runs.leave();
  }
}
