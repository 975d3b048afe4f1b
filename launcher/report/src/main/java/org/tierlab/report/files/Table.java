package org.tierlab.report.files;

import java.util.List;

/**
 * A table that is written row by row: a time in seconds, texts, whole and other numbers.
 *
 * @param columns names and types in order
 * @param rows how many
 * @param cells gives a cell's value: Long, Double or String, as its column says
 */
public record Table(List<Column> columns, int rows, Cells cells) {
  /** What a column holds. */
  public enum Type {
    /** 64-bit integers. */
    LONG,
    /** Doubles. */
    DOUBLE,
    /** UTF-8. */
    TEXT
  }

  /**
   * A column.
   *
   * @param name letters, digits and what counters' names have; unique
   * @param type what it holds
   */
  public record Column(String name, Type type) {}

  /** Gives values. */
  @FunctionalInterface
  public interface Cells {
    /**
     * One cell.
     *
     * @param row which row
     * @param column which column
     * @return a value of the column's type
     */
    Object at(int row, int column);
  }

  /** Copies the list. */
  public Table {
    columns = List.copyOf(columns);
  }
}
