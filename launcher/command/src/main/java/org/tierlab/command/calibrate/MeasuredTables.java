package org.tierlab.command.calibrate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.CommandFailure;
import org.tierlab.command.study.StudyTable;
import org.tierlab.command.study.StudyTable.Row;

/**
 * Tables of measurements in one file, each begun by its line of column names, which says what its
 * rows are.
 */
final class MeasuredTables {
  /** What rows may be. */
  enum Form {
    /** Latency of loads that wait for each other, over a footprint on a node. */
    LATENCY("node,footprint_kib,latency_ns"),
    /** What threads read together from a node. */
    BANDWIDTH("node,threads,footprint_kib,bandwidth_gbps"),
    /** Throughput of {@code move_pages()}, as in {@code studies/folio-copy.csv}. */
    MOVE("folio,host,folios"),
    /** What threads copy together, each between buffers of its own. */
    COPY("size_kib,threads,copy_gbps"),
    /** First touch of a page. */
    TOUCH("pages,first_touch_ns");

    private final String header;

    Form(String header) {
      this.header = header;
    }

    /** The columns by which it is recognised, as a file has them. */
    String header() {
      return header;
    }

    private List<String> columns() {
      return List.of(header.split(",", -1));
    }
  }

  private final Map<Form, List<Row>> rows = new EnumMap<>(Form.class);

  private MeasuredTables() {}

  /**
   * Reads a file.
   *
   * @param text its lines; empty ones and those that begin with # are passed over
   * @param file its name for messages
   * @return its tables
   * @throws CommandFailure if it begins with something else than a known line of columns, or rows
   *     do not have the shape of their table
   */
  static MeasuredTables read(String text, String file) {
    List<String> lines = text.lines().toList();
    MeasuredTables tables = new MeasuredTables();
    int begin = 0;
    while (begin < lines.size()) {
      if (passedOver(lines.get(begin))) {
        begin++;
        continue;
      }
      Form form = form(lines.get(begin));
      if (form == null) {
        throw CommandFailure.input(
            "%s:%d: columns '%s' are those of no measurement, expected %s"
                .formatted(file, begin + 1, lines.get(begin).strip(), known()));
      }
      int end = begin + 1;
      while (end < lines.size() && form(lines.get(end)) == null) {
        end++;
      }
      // Lines of other tables are left empty: messages name the line of the file.
      String table = "\n".repeat(begin) + String.join("\n", lines.subList(begin, end));
      tables
          .rows
          .computeIfAbsent(form, absent -> new ArrayList<>())
          .addAll(StudyTable.read(table, file, form.columns()).rows());
      begin = end;
    }
    if (tables.rows.isEmpty()) {
      throw CommandFailure.input(file + ": no rows, expected tables with columns " + known());
    }
    return tables;
  }

  /** Rows of a form, in the order of the file; empty if there are none. */
  List<Row> of(Form form) {
    return rows.getOrDefault(form, List.of());
  }

  private static boolean passedOver(String line) {
    return line.isBlank() || line.startsWith("#");
  }

  private static @Nullable Form form(String line) {
    List<String> cells = List.of(line.strip().split("\\s*,\\s*", -1));
    return Arrays.stream(Form.values())
        .filter(form -> cells.containsAll(form.columns()))
        .findFirst()
        .orElse(null);
  }

  private static String known() {
    return Arrays.stream(Form.values()).map(Form::header).collect(Collectors.joining(" or "));
  }
}
