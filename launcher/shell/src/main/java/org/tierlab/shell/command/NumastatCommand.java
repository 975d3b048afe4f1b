package org.tierlab.shell.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tierlab.command.report.Figures;
import org.tierlab.shell.run.ShellRuns;
import org.tierlab.sim.result.RunResult;

/** Prints the memory of every process by node, as {@code numastat -c -p} does. */
final class NumastatCommand implements TierCommand {

  private static final int PAGES_PER_MIB = 256;
  private static final int NODE_WIDTH = 6;

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
    screen.print(table(runs.current().now()));
  }

  private static String table(RunResult state) {
    int nodes = state.nodes().size();
    int first =
        Math.max(5, state.processes().keySet().stream().mapToInt(String::length).max().orElse(0));
    StringBuilder text = new StringBuilder();
    text.append("Per-node process memory usage (in MBs)\n");
    List<String> head = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      head.add("Node " + node);
    }
    head.add("Total");
    String rule = row("-".repeat(first), first, Collections.nCopies(nodes + 1, "------"));
    text.append(row("PID", first, head)).append(rule);
    List<Long> sums = new ArrayList<>(Collections.nCopies(nodes, 0L));
    state
        .processes()
        .forEach(
            (name, pages) -> {
              text.append(row(name, first, cells(pages)));
              for (int node = 0; node < nodes; node++) {
                sums.set(node, sums.get(node) + pages.get(node));
              }
            });
    return text.append(rule).append(row("Total", first, cells(sums))).toString();
  }

  private static List<String> cells(List<Long> pages) {
    List<String> cells = new ArrayList<>();
    long sum = 0;
    for (long count : pages) {
      cells.add(mebibytes(count));
      sum += count;
    }
    cells.add(mebibytes(sum));
    return cells;
  }

  private static String mebibytes(long pages) {
    return Long.toString(Math.round((double) pages / PAGES_PER_MIB));
  }

  private static String row(String name, int width, List<String> cells) {
    StringBuilder line = new StringBuilder(name).append(" ".repeat(width - name.length()));
    cells.forEach(cell -> line.append(Figures.format(" %" + NODE_WIDTH + "s", cell)));
    return line.append('\n').toString();
  }
}
