package org.tierlab.report.files;

import static org.assertj.core.api.Assertions.assertThat;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.HydratorSupplier;
import blue.strategic.parquet.ParquetReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetTableTest {
  @TempDir private Path folder;

  /** Collects the cells of a row in order. */
  private static final class Cells implements Hydrator<List<Object>, List<Object>> {
    @Override
    public List<Object> start() {
      return new ArrayList<>();
    }

    @Override
    public List<Object> add(List<Object> row, String name, Object value) {
      row.add(name + "=" + value);
      return row;
    }

    @Override
    public List<Object> finish(List<Object> row) {
      return row;
    }
  }

  @Test
  void anotherReaderFindsTheSameCells() throws Exception {
    Path file = folder.resolve("table.parquet");
    try (OutputStream out = Files.newOutputStream(file)) {
      ParquetTable.write(CsvTableTest.TABLE, out);
    }
    try (Stream<List<Object>> rows =
        ParquetReader.streamContent(file.toFile(), HydratorSupplier.constantly(new Cells()))) {
      assertThat(rows)
          .containsExactly(
              List.of("time_s=0.0", "vmstat/pgfault=0", "process=plain"),
              List.of("time_s=0.5", "vmstat/pgfault=10000000000", "process=a \"quoted\", one"));
    }
  }
}
