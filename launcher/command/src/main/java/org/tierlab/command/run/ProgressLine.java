package org.tierlab.command.run;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.result.RunResult;

/**
 * Keeps one line of a terminal up to date: runs done, simulated time and accesses of the others.
 */
public final class ProgressLine implements Progress, AutoCloseable {

  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintWriter terminal;
  private boolean isShown;

  /**
   * Writes to a terminal.
   *
   * @param terminal standard error
   */
  public ProgressLine(PrintWriter terminal) {
    this.terminal = terminal;
  }

  @Override
  public void at(int finished, int total, List<Simulation> running) {
    StringBuilder line = new StringBuilder();
    if (total > 1) {
      line.append("run ").append(finished).append(" of ").append(total).append(" done; ");
    }
    for (Simulation simulation : running) {
      RunResult now = simulation.snapshot();
      line.append(
          String.format(
              Locale.ROOT,
              "%.3f s simulated, %,d accesses  ",
              now.simulatedNs() / 1e9,
              now.total().accesses()));
    }
    show(line.toString().strip());
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
