package org.tierlab.shell.command;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.report.Figures;
import org.tierlab.command.report.TextTable;
import org.tierlab.shell.run.BackgroundRun;
import org.tierlab.shell.run.Refusal;
import org.tierlab.shell.run.ShellRuns;
import org.tierlab.sim.result.RunResult;

/** Watches counters: what they are and how fast they grow in simulated time. */
final class WatchCommand implements TierCommand {

  private static final String ONCE = "--once";
  private static final long DEFAULT_MS = 1_000;

  /** The run that was looked at last, and how it stood. */
  private record Look(BackgroundRun run, RunResult state) {}

  private volatile @Nullable Look last;

  @Override
  public String word() {
    return "watch";
  }

  @Override
  public String usage() {
    return "COUNTER [SECONDS|" + ONCE + "]";
  }

  @Override
  public String about() {
    return "Shows counters, what the last interval added and the rate, until Ctrl-C or the end; COUNTER"
        + " as in vmstat. --once: since the last look.";
  }

  @Override
  public void execute(ShellRuns runs, Arguments arguments, Screen screen)
      throws InterruptedException {
    Pattern counters = VmstatCommand.glob(arguments.word("the counter"));
    BackgroundRun run = runs.current();
    if (arguments.take(ONCE)) {
      arguments.end();
      Look look = last;
      RunResult now = run.now();
      screen.print(table(counters, look != null && look.run.equals(run) ? look.state : null, now));
      last = new Look(run, now);
      return;
    }
    long ms = arguments.isEmpty() ? DEFAULT_MS : TopCommand.milliseconds(arguments);
    arguments.end();
    RunResult before = run.now();
    table(counters, null, before);
    boolean isOver;
    do {
      isOver = run.awaitEnd(ms);
      RunResult now = run.now();
      screen.redraw(table(counters, before, now));
      before = now;
    } while (!isOver);
  }

  private static String table(Pattern counters, @Nullable RunResult before, RunResult now) {
    double seconds = now.simulatedNs() / 1e9 - (before == null ? 0 : before.simulatedNs() / 1e9);
    TextTable table = new TextTable(0);
    table.row("counter at " + Figures.time(now.simulatedNs()), "value", "added", "a second");
    Map<String, Long> values = new TreeMap<>(now.vmstat());
    values.keySet().removeIf(name -> !counters.matcher(name).matches());
    if (values.isEmpty()) {
      throw new Refusal("no counter matches; tier:vmstat prints all");
    }
    values.forEach(
        (name, value) -> {
          long added = value - (before == null ? 0 : before.vmstat().getOrDefault(name, 0L));
          table.row(
              name,
              Figures.count(value),
              Figures.count(added),
              seconds > 0 ? Figures.count(Math.round(added / seconds)) : "-");
        });
    return table.toString();
  }

  @Override
  public List<String> completions(ShellRuns runs, List<String> before) {
    if (before.size() == 1) {
      return List.of(ONCE);
    }
    return before.isEmpty() && runs.hasRun()
        ? List.copyOf(new TreeMap<>(runs.current().now().vmstat()).keySet())
        : List.of();
  }
}
