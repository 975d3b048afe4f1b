package org.tierlab.workload.trace.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tierlab.workload.trace.format.Collected.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OracleGeneralDecoderTest {
  private static final ImportOptions ORACLE =
      ImportOptions.defaults().withFormat(TraceFormat.ORACLE_GENERAL);

  @TempDir Path folder = Path.of(".");

  static byte[] records(long[]... records) {
    ByteBuffer bytes = ByteBuffer.allocate(24 * records.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long[] record : records) {
      bytes.putInt((int) record[0]).putLong(record[1]).putInt(4096).putLong(record[2]);
    }
    byte[] content = new byte[bytes.flip().remaining()];
    bytes.get(content);
    return content;
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("x.oracleGeneral"), content);
  }

  @Test
  void timeRunsInSecondsFromTheFirstRequest() throws IOException {
    Path file =
        file(
            records(
                new long[] {4_294_967_290L, -7, 2},
                new long[] {4_294_967_290L, 0, -1},
                new long[] {4_294_967_295L, -7, -1}));

    assertThat(Collected.from(file)).containsExactly(read(-7, 0), read(0, 0), read(-7, 5));
  }

  @Test
  void objectsArePagesInTheOrderOfTheirAppearance() throws IOException {
    Path file =
        file(records(new long[] {1, 900, 2}, new long[] {1, 3, -1}, new long[] {2, 900, -1}));
    Path output = folder.resolve("out.trace");

    TraceHeader header = new TraceImport(ORACLE, ReadProgress.NONE).run(file, output);

    assertThat(header.vmas()).containsExactly(new TraceVma(0x10000, 0, 2));
    assertThat(header.gapsNs()).isEqualTo(1e9);
    assertThat(Collected.from(output)).containsExactly(read(0, 0), read(1, 0), read(0, 1));
  }

  @Test
  void aTimeThatGoesBackIsDamage() throws IOException {
    Path file = file(records(new long[] {5, 1, -1}, new long[] {6, 1, -1}, new long[] {5, 1, -1}));

    assertThatThrownBy(() -> Collected.from(file, ORACLE))
        .hasMessage(file + ": byte 48: time 5 after time 6, expected times that never decrease")
        .satisfies(e -> assertThat(((TraceException) e).offset()).isEqualTo(48));
  }

  @Test
  void anImpossibleNextRequestIsDamage() throws IOException {
    Path file = file(records(new long[] {5, 1, -1}, new long[] {5, 1, -2}));

    assertThatThrownBy(() -> Collected.from(file, ORACLE))
        .hasMessage(file + ": byte 24: next request -2, expected -1 or more");
  }

  @Test
  void aCutRecordIsDamage() throws IOException {
    byte[] whole = records(new long[] {5, 1, -1}, new long[] {5, 1, -1});
    Path file = file(Arrays.copyOf(whole, 47));

    assertThatThrownBy(() -> Collected.from(file))
        .hasMessage(file + ": byte 24: the last record has 23 bytes, expected 24");
  }
}
