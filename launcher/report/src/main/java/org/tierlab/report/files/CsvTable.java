package org.tierlab.report.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Tables as CSV after RFC 4180, with a header and line feeds. */
public final class CsvTable {
  private static final int BUFFER = 1 << 16;

  private CsvTable() {}

  /**
   * Writes a table.
   *
   * @param table the table
   * @param out receives UTF-8; not closed
   * @throws IOException if it cannot be written
   */
  public static void write(Table table, OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder();
    int columns = table.columns().size();
    for (int column = 0; column < columns; column++) {
      text.append(column == 0 ? "" : ",").append(quoted(table.columns().get(column).name()));
    }
    text.append('\n');
    for (int row = 0; row < table.rows(); row++) {
      for (int column = 0; column < columns; column++) {
        Object cell = table.cells().at(row, column);
        text.append(column == 0 ? "" : ",");
        text.append(cell instanceof String word ? quoted(word) : cell.toString());
      }
      text.append('\n');
      if (text.length() > BUFFER) {
        flush(text, out);
      }
    }
    flush(text, out);
  }

  private static void flush(StringBuilder text, OutputStream out) throws IOException {
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    text.setLength(0);
  }

  private static String quoted(String word) {
    boolean plain =
        word.indexOf(',') < 0
            && word.indexOf('"') < 0
            && word.indexOf('\n') < 0
            && word.indexOf('\r') < 0;
    return plain ? word : '"' + word.replace("\"", "\"\"") + '"';
  }
}
