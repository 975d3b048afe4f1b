package org.tierlab.report.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tierlab.report.files.Table.Column;

class CsvTableTest {
  static final Table TABLE =
      new Table(
          List.of(
              new Column("time_s", Table.Type.DOUBLE),
              new Column("vmstat/pgfault", Table.Type.LONG),
              new Column("process", Table.Type.TEXT)),
          2,
          (row, column) ->
              switch (column) {
                case 0 -> row * 0.5;
                case 1 -> row * 10_000_000_000L;
                default -> row == 0 ? "plain" : "a \"quoted\", one";
              });

  @Test
  void quotesWhatNeedsIt() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CsvTable.write(TABLE, out);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            time_s,vmstat/pgfault,process
            0.0,0,plain
            0.5,10000000000,"a ""quoted"", one"
            """);
  }
}
