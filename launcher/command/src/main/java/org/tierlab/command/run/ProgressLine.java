package org.tierlab.command.run;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.result.RunResult;

/**
 * Keeps one line of a terminal up to date: a bar, simulated time, how much faster than real time it
 * passes, and an estimate of what is left.
 */
public final class ProgressLine implements Progress, AutoCloseable {

  private static final String ERASE_LINE = "\r\u001b[K";
  private static final int BAR = 24;

  /** Below it an estimate says nothing. */
  private static final double LEAST_SHARE = 0.005;

  private final PrintWriter terminal;
  private final LongSupplier clockNs;
  private final long startNs;
  private boolean isShown;

  /**
   * Writes to a terminal.
   *
   * @param terminal standard error
   */
  public ProgressLine(PrintWriter terminal) {
    this(terminal, System::nanoTime);
  }

  ProgressLine(PrintWriter terminal, LongSupplier clockNs) {
    this.terminal = terminal;
    this.clockNs = clockNs;
    startNs = clockNs.getAsLong();
  }

  @Override
  public void at(int finished, int total, List<Simulation> running) {
    double elapsedS = (clockNs.getAsLong() - startNs) / 1e9;
    double done = finished;
    boolean known = true;
    double simulatedS = 0;
    double runningS = 0;
    for (Simulation simulation : running) {
      RunResult now = simulation.snapshot();
      long expected = simulation.expectedAccesses();
      known &= expected > 0;
      done += expected > 0 ? Math.min(1, (double) now.total().accesses() / expected) : 0;
      simulatedS += now.simulatedNs() / 1e9;
      runningS += now.wallNs() / 1e9;
    }
    StringBuilder line = new StringBuilder();
    if (total > 1) {
      line.append("run ").append(finished).append(" of ").append(total).append(" done  ");
    }
    double share = total == 0 ? 0 : done / total;
    if (known) {
      line.append(bar(share)).append("  ");
    }
    line.append(
        String.format(
            Locale.ROOT,
            "%.3f s simulated, %.3g × real time",
            simulatedS,
            runningS == 0 ? 0 : simulatedS / runningS));
    if (known && share > LEAST_SHARE) {
      line.append(", ").append(left(elapsedS * (1 - share) / share)).append(" left");
    }
    show(line.toString());
  }

  private static String bar(double share) {
    int full = (int) Math.round(share * BAR);
    return String.format(
        Locale.ROOT, "[%s%s] %3.0f %%", "#".repeat(full), ".".repeat(BAR - full), 100 * share);
  }

  private static String left(double seconds) {
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d h", whole / 3600, whole % 3600 / 60);
  }

  /**
   * Shows a line in place of the last one.
   *
   * @param text what to show
   */
  public void show(String text) {
    terminal.print(ERASE_LINE + text);
    terminal.flush();
    isShown = true;
  }

  /** Removes the line. */
  @Override
  public void close() {
    if (isShown) {
      terminal.print(ERASE_LINE);
      terminal.flush();
    }
  }
}
