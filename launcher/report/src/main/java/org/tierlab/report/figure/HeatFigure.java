package org.tierlab.report.figure;

import java.util.ArrayList;
import java.util.List;
import org.tierlab.sim.recording.HeatMap;

/** The heat map as a figure. Immutable; its arrays are not to be written. */
public final class HeatFigure {
  /** In place of a node's digit: nobody holds a range. */
  public static final char NOBODY = '.';

  private final double columnS;
  private final List<Row> rows;
  private final long[][] accesses;
  private final List<String> held;

  /**
   * An address range.
   *
   * @param process name of its process
   * @param address virtual address of its first page
   * @param pages its length
   */
  public record Row(String process, long address, long pages) {}

  /**
   * Makes a heat map.
   *
   * @param columnS length of a time bin, simulated seconds
   * @param rows the address ranges
   * @param accesses by time bin and range
   * @param held by time bin: a digit for each range, the node that holds most of it
   */
  public HeatFigure(double columnS, List<Row> rows, long[][] accesses, List<String> held) {
    this.columnS = columnS;
    this.rows = List.copyOf(rows);
    this.accesses = accesses.clone();
    this.held = List.copyOf(held);
  }

  /**
   * The figure of a recorded map.
   *
   * @param map the map
   * @return its figure
   */
  public static HeatFigure of(HeatMap map) {
    int count = map.rows().size();
    List<Row> rows = new ArrayList<>();
    map.rows().forEach(row -> rows.add(new Row(row.process(), row.address(), row.pages())));
    long[][] accesses = new long[map.columns()][count];
    List<String> held = new ArrayList<>();
    for (int column = 0; column < map.columns(); column++) {
      StringBuilder digits = new StringBuilder();
      for (int row = 0; row < count; row++) {
        accesses[column][row] = Math.round(map.accesses(column)[row]);
        digits.append(holder(map.pages(column, row)));
      }
      held.add(digits.toString());
    }
    return new HeatFigure(map.columnNs() / 1e9, rows, accesses, held);
  }

  private static char holder(int[] pages) {
    int best = -1;
    for (int node = 0; node < pages.length; node++) {
      if (pages[node] > 0 && (best < 0 || pages[node] > pages[best])) {
        best = node;
      }
    }
    return best < 0 ? NOBODY : (char) ('0' + best);
  }

  /** Length of a time bin, simulated seconds. */
  public double columnS() {
    return columnS;
  }

  /** The address ranges. */
  public List<Row> rows() {
    return rows;
  }

  /** How many time bins there are. */
  public int columns() {
    return accesses.length;
  }

  /** Accesses to a range in a time bin. */
  public long accesses(int column, int row) {
    return accesses[column][row];
  }

  /** The most accesses of any cell. */
  public long most() {
    long most = 0;
    for (long[] column : accesses) {
      for (long count : column) {
        most = Math.max(most, count);
      }
    }
    return most;
  }

  /** Which nodes hold the ranges at the end of a time bin: a digit a range. */
  public String held(int column) {
    return held.get(column);
  }

  /** The node that holds most of a range at the end of a time bin, −1 if none does. */
  public int node(int column, int row) {
    char digit = held.get(column).charAt(row);
    return digit == NOBODY ? -1 : digit - '0';
  }
}
