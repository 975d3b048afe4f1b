package org.tierlab.shell.command;

import org.tierlab.command.report.Figures;
import org.tierlab.shell.run.ShellRuns;
import org.tierlab.sim.result.RunResult;

/** Lets a paused run go on for some simulated time, such as 10 ms. */
final class StepCommand implements TierCommand {

  @Override
  public String word() {
    return "step";
  }

  @Override
  public String usage() {
    return "DURATION";
  }

  @Override
  public String about() {
    return "Lets a paused run go on for some simulated time, such as 10 ms.";
  }

  @Override
  public void execute(ShellRuns runs, Arguments arguments, Screen screen)
      throws InterruptedException {
    long ns = arguments.durationNs("the duration");
    RunResult state = runs.current().step(ns);
    screen.print("at " + Figures.time(state.simulatedNs()));
  }
}
