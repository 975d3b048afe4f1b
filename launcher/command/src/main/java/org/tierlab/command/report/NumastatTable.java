package org.tierlab.command.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The memory of every process by node in MiB, as {@code numastat -c -p} prints it. */
public final class NumastatTable {

  private static final int PAGES_PER_MIB = 256;
  private static final int NODE_WIDTH = 6;

  private NumastatTable() {}

  /**
   * Writes the table.
   *
   * @param processes resident pages by process name and node
   * @param nodes how many nodes there are
   * @return lines
   */
  public static String of(Map<String, List<Long>> processes, int nodes) {
    int first = Math.max(5, processes.keySet().stream().mapToInt(String::length).max().orElse(0));
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
    processes.forEach(
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
