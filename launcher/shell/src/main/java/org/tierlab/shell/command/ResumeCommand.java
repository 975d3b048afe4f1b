package org.tierlab.shell.command;

import org.tierlab.shell.run.ShellRuns;

/** Lets a paused run go on. */
final class ResumeCommand implements TierCommand {

  @Override
  public String word() {
    return "resume";
  }

  @Override
  public String usage() {
    return "";
  }

  @Override
  public String about() {
    return "Lets a paused run go on.";
  }

  @Override
  public void execute(ShellRuns runs, Arguments arguments, Screen screen) {
    arguments.end();
    runs.current().resume();
  }
}
