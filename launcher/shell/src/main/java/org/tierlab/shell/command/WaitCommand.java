package org.tierlab.shell.command;

import java.util.List;
import org.tierlab.command.report.Figures;
import org.tierlab.shell.run.BackgroundRun;
import org.tierlab.shell.run.Refusal;
import org.tierlab.shell.run.ShellRuns;

/** Waits for some simulated time, or for the end of the run. */
final class WaitCommand implements TierCommand {

  @Override
  public String word() {
    return "wait";
  }

  @Override
  public String usage() {
    return "[DURATION|end]";
  }

  @Override
  public String about() {
    return "Waits for some simulated time, or for the end of the run.";
  }

  @Override
  public void execute(ShellRuns runs, Arguments arguments, Screen screen)
      throws InterruptedException {
    BackgroundRun run = runs.current();
    boolean isToEnd = arguments.isEmpty() || arguments.take("end");
    long ns = isToEnd ? Long.MAX_VALUE : arguments.durationNs("the duration");
    arguments.end();
    if (run.isPaused()) {
      throw new Refusal("the run is paused and would never get there; tier:resume lets it go on");
    }
    if (isToEnd) {
      run.awaitTime(Long.MAX_VALUE);
    } else {
      run.awaitTime(run.now().simulatedNs() + ns);
    }
    screen.print(run.isOver() ? run.epilogue() : "at " + Figures.time(run.now().simulatedNs()));
  }

  @Override
  public List<String> completions(ShellRuns runs, List<String> before) {
    return before.isEmpty() ? List.of("end") : List.of();
  }
}
