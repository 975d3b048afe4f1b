package org.tierlab.shell.command;

import org.tierlab.command.report.NumastatTable;
import org.tierlab.shell.run.ShellRuns;
import org.tierlab.sim.result.RunResult;

/** Prints the memory of every process by node, as {@code numastat -c -p} does. */
final class NumastatCommand implements TierCommand {

  @Override
  public String word() {
    return "numastat";
  }

  @Override
  public String usage() {
    return "";
  }

  @Override
  public String about() {
    return "Prints the memory of every process by node in MiB, as numastat -c -p does.";
  }

  @Override
  public void execute(ShellRuns runs, Arguments arguments, Screen screen) {
    arguments.end();
    RunResult state = runs.current().now();
    screen.print(NumastatTable.of(state.processes(), state.nodes().size()));
  }
}
