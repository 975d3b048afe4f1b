package org.tierlab.command.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.tierlab.command.CommandFailure;

/**
 * Measurements as comma-separated values: a line of column names, then a line for each row.
 *
 * @param columns names in order
 * @param rows each with a text for every column
 */
public record StudyTable(List<String> columns, List<Row> rows) {
  /** Copies the lists. */
  public StudyTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /**
   * Reads a table.
   *
   * @param text lines; empty ones and those that begin with # are passed over
   * @param file its name for messages
   * @param required columns that must be there
   * @return the table
   * @throws CommandFailure if a line has another number of cells, or a column is missing
   */
  public static StudyTable read(String text, String file, List<String> required) {
    List<String> columns = List.of();
    List<Row> rows = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      List<String> cells = List.of(line.strip().split("\\s*,\\s*", -1));
      if (columns.isEmpty()) {
        columns = cells;
        for (String column : required) {
          if (!columns.contains(column)) {
            throw CommandFailure.input(
                "%s:%d: column '%s' is missing, expected columns %s"
                    .formatted(file, number, column, String.join(", ", required)));
          }
        }
      } else if (cells.size() != columns.size()) {
        throw CommandFailure.input(
            "%s:%d: %d cells, expected %d as in the first line"
                .formatted(file, number, cells.size(), columns.size()));
      } else {
        Map<String, String> byColumn = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
          byColumn.put(columns.get(i), cells.get(i));
        }
        rows.add(new Row(file + ":" + number, byColumn));
      }
    }
    if (rows.isEmpty()) {
      throw CommandFailure.input(file + ": no rows, expected a line of columns and rows below it");
    }
    return new StudyTable(columns, rows);
  }

  /**
   * A row.
   *
   * @param place file and line
   * @param cells texts by column
   */
  public record Row(String place, Map<String, String> cells) {
    /**
     * Where it stands in its file.
     *
     * @return the number of its line, from 1
     */
    public int line() {
      return Integer.parseInt(place.substring(place.lastIndexOf(':') + 1));
    }

    /**
     * Whether a column holds something in this row.
     *
     * @param column its name
     * @return false if the column is absent or its cell empty
     */
    public boolean has(String column) {
      return !cells.getOrDefault(column, "").isEmpty();
    }

    /**
     * A cell that is one of some words.
     *
     * @param column its name
     * @param words what it may be
     * @return the word
     */
    public String word(String column, List<String> words) {
      String text = cells.getOrDefault(column, "");
      if (!words.contains(text)) {
        throw wrong(column, "one of " + String.join(", ", words));
      }
      return text;
    }

    /**
     * A cell that is a number above 0.
     *
     * @param column its name
     * @return the number
     */
    public double positive(String column) {
      return number(column, value -> value > 0, "a number above 0");
    }

    /**
     * A cell that is a number from 0.
     *
     * @param column its name
     * @return the number
     */
    public double notNegative(String column) {
      return number(column, value -> value >= 0, "a number from 0");
    }

    /**
     * A cell that is a whole number from 1.
     *
     * @param column its name
     * @param most the largest
     * @return the number
     */
    public int whole(String column, int most) {
      return whole(column, 1, most);
    }

    /**
     * A cell that is a whole number.
     *
     * @param column its name
     * @param least the smallest
     * @param most the largest
     * @return the number
     */
    public int whole(String column, int least, int most) {
      return (int)
          number(
              column,
              value -> value >= least && value <= most && value == Math.rint(value),
              "a whole number from " + least + " to " + most);
    }

    private double number(String column, Predicate<Double> may, String expected) {
      try {
        double value = Double.parseDouble(cells.getOrDefault(column, ""));
        if (Double.isFinite(value) && may.test(value)) {
          return value;
        }
      } catch (NumberFormatException e) {
        throw wrong(column, expected);
      }
      throw wrong(column, expected);
    }

    private CommandFailure wrong(String column, String expected) {
      return CommandFailure.input(
          "%s: column '%s' is '%s', expected %s"
              .formatted(place, column, cells.getOrDefault(column, ""), expected));
    }
  }
}
