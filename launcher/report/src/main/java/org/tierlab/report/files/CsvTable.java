package org.tierlab.report.files;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Tables as CSV after RFC 4180, with a header and line feeds. */
public final class CsvTable {
  private CsvTable() {}

  /**
   * Writes a table.
   *
   * @param table the table
   * @param out receives UTF-8; closed in the end
   * @throws IOException if it cannot be written
   */
  public static void write(Table table, OutputStream out) throws IOException {
    Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      csv.writeRecord(table.columns().stream().map(Table.Column::name).toArray(String[]::new));
      String[] cells = new String[table.columns().size()];
      for (int row = 0; row < table.rows(); row++) {
        for (int column = 0; column < cells.length; column++) {
          cells[column] = table.cells().at(row, column).toString();
        }
        csv.writeRecord(cells);
      }
    }
  }
}
