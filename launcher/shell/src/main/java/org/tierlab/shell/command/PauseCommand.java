package org.tierlab.shell.command;

import org.tierlab.command.report.Figures;
import org.tierlab.shell.run.ShellRuns;

/** Pauses the run before its next step. */
final class PauseCommand implements TierCommand {

  @Override
  public String word() {
    return "pause";
  }

  @Override
  public String usage() {
    return "";
  }

  @Override
  public String about() {
    return "Pauses the run before its next step.";
  }

  @Override
  public void execute(ShellRuns runs, Arguments arguments, Screen screen)
      throws InterruptedException {
    arguments.end();
    long ns = runs.current().pause().simulatedNs();
    screen.print("paused at " + Figures.time(ns));
  }
}
