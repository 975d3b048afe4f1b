package org.tierlab.shell.command;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.shell.run.BackgroundRun;
import org.tierlab.shell.run.ShellRuns;
import org.tierlab.sim.result.RunResult;

/** Watches the run: what each interval of simulated time brought. Remembers the last look. */
final class TopCommand implements TierCommand {

  private static final String ONCE = "--once";
  private static final long DEFAULT_MS = 1_000;
  private static final double MAX_SECONDS = 3_600;

  /** The run that was looked at last, and how it stood. */
  private record Look(BackgroundRun run, RunResult state) {}

  private volatile @Nullable Look last;

  @Override
  public String word() {
    return "top";
  }

  @Override
  public String usage() {
    return "[SECONDS|" + ONCE + "]";
  }

  @Override
  public String about() {
    return "Shows node shares, moves and CPU time of the last interval, until Ctrl-C or the end;"
        + " --once: since the last look.";
  }

  @Override
  public void execute(ShellRuns runs, Arguments arguments, Screen screen)
      throws InterruptedException {
    BackgroundRun run = runs.current();
    if (arguments.take(ONCE)) {
      arguments.end();
      Look look = last;
      screen.print(show(run, look != null && look.run.equals(run) ? look.state : null, run.now()));
      return;
    }
    long ms = arguments.isEmpty() ? DEFAULT_MS : milliseconds(arguments);
    arguments.end();
    RunResult before = run.now();
    boolean isOver;
    do {
      isOver = run.awaitEnd(ms);
      RunResult now = run.now();
      screen.redraw(show(run, before, now));
      before = now;
    } while (!isOver);
  }

  static long milliseconds(Arguments arguments) {
    String text = arguments.word("the seconds");
    try {
      double seconds = Double.parseDouble(text);
      if (seconds > 0 && seconds <= MAX_SECONDS) {
        return Math.max(1, Math.round(seconds * 1_000));
      }
    } catch (NumberFormatException e) {
      throw arguments.wrong("'" + text + "' is no number of seconds");
    }
    throw arguments.wrong("'" + text + "' is no number of seconds above 0");
  }

  private String show(BackgroundRun run, @Nullable RunResult before, RunResult now) {
    last = new Look(run, now);
    return TopTable.of(before, now);
  }

  @Override
  public List<String> completions(ShellRuns runs, List<String> before) {
    return before.isEmpty() ? List.of(ONCE) : List.of();
  }
}
