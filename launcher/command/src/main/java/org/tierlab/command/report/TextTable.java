package org.tierlab.command.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns: the first flush left, the others flush right unless said otherwise. */
public final class TextTable {

  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final List<Integer> leftColumns;

  /**
   * Starts a table.
   *
   * @param leftColumns columns flush left, counted from 0
   */
  public TextTable(Integer... leftColumns) {
    this.leftColumns = leftColumns.length == 0 ? List.of(0) : List.of(leftColumns);
  }

  /**
   * Adds a row.
   *
   * @param cells its cells from the left
   */
  public void row(String... cells) {
    rows.add(List.of(cells));
  }

  /**
   * Adds a row.
   *
   * @param cells its cells from the left
   */
  public void row(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  /**
   * The table's lines.
   *
   * @return each ended by a line feed, without trailing blanks
   */
  @Override
  public String toString() {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        if (column == widths.size()) {
          widths.add(0);
        }
        widths.set(column, Math.max(widths.get(column), row.get(column).length()));
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      text.append(line(row, widths)).append('\n');
    }
    return text.toString();
  }

  private String line(List<String> row, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String padding = " ".repeat(widths.get(column) - row.get(column).length());
      boolean isLeft = leftColumns.contains(column);
      line.append(column == 0 ? "" : GAP)
          .append(isLeft ? "" : padding)
          .append(row.get(column))
          .append(isLeft ? padding : "");
    }
    return line.toString().stripTrailing();
  }
}
