package org.tierlab.workload.trace.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceFileTest {
  @TempDir Path folder = Path.of(".");

  private TraceFormat recognised(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("x"), content);
    try (TraceFile trace = TraceFile.open(file, ImportOptions.defaults(), ReadProgress.NONE)) {
      return trace.format();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"I  4,3", " L 1000,8", " S 1000,8", " M 1000,8", "==1== hello"})
  void lackeyIsRecognisedByItsFirstLine(String line) throws IOException {
    byte[] content = (line + "\n L 1000,8\n").getBytes(StandardCharsets.UTF_8);
    assertThat(recognised(content)).isEqualTo(TraceFormat.LACKEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4002a67 w 2", "a r 0", "F m 1"})
  void pagesAreRecognisedByTheirFirstLine(String line) throws IOException {
    byte[] content = line.getBytes(StandardCharsets.UTF_8);
    assertThat(recognised(content)).isEqualTo(TraceFormat.PAGES);
    assertThat(recognised(TraceInputTest.gzip(content))).isEqualTo(TraceFormat.PAGES);
  }

  @Test
  void binariesAreRecognised() throws IOException {
    byte[] records =
        OracleGeneralDecoderTest.records(new long[] {7, 55, -1}, new long[] {8, 55, 1L << 48});
    assertThat(recognised(records)).isEqualTo(TraceFormat.ORACLE_GENERAL);
    assertThat(recognised(TraceInputTest.gzip(records))).isEqualTo(TraceFormat.ORACLE_GENERAL);
    Path pages = Files.writeString(folder.resolve("p"), "1 r 1\n");
    Path output = folder.resolve("o");
    new TraceImport(ImportOptions.defaults(), ReadProgress.NONE).run(pages, output);
    assertThat(recognised(Files.readAllBytes(output))).isEqualTo(TraceFormat.NATIVE);
  }

  @Test
  void implausibleRecordsAreNotRecognised() {
    byte[] backwards =
        OracleGeneralDecoderTest.records(new long[] {8, 55, -1}, new long[] {7, 55, -1});
    byte[] far = OracleGeneralDecoderTest.records(new long[] {8, 55, (1L << 48) + 1});
    for (byte[] content : new byte[][] {backwards, far, "hello".getBytes(StandardCharsets.UTF_8)}) {
      assertThatThrownBy(() -> recognised(content))
          .isInstanceOf(TraceException.class)
          .hasMessageContaining("x: is not recognised by its content, expected one of native, ");
    }
  }

  @Test
  void emptyFilesAndCompressedNativeTracesAreRefused() throws IOException {
    assertThatThrownBy(() -> recognised(new byte[0])).hasMessageContaining("x: is empty");
    Path pages = Files.writeString(folder.resolve("p"), "1 r 1\n");
    Path output = folder.resolve("o");
    new TraceImport(ImportOptions.defaults(), ReadProgress.NONE).run(pages, output);
    byte[] compressed = TraceInputTest.gzip(Files.readAllBytes(output));
    assertThatThrownBy(() -> recognised(compressed))
        .hasMessageContaining("x: is a native trace inside gzip, expected it plain");
  }

  @Test
  void aFormatCanBeForced() throws IOException {
    Path file = Files.writeString(folder.resolve("x"), "4002a67 w 2\n");
    ImportOptions lackey = ImportOptions.defaults().withFormat(TraceFormat.LACKEY);

    assertThatThrownBy(() -> Collected.from(file, lackey)).hasMessageContaining("lackey text");
    assertThatThrownBy(() -> Collected.from(file, lackey.withFormat(TraceFormat.NATIVE)))
        .hasMessageContaining("byte 0: no native trace");
  }

  @Test
  void theSourceIsTheNameWithoutEndings() {
    assertThat(TraceFile.sourceName(Path.of("/a/redis.pages.gz"))).isEqualTo("redis");
    assertThat(TraceFile.sourceName(Path.of("plain"))).isEqualTo("plain");
    assertThat(TraceFile.sourceName(Path.of(".hidden.gz"))).isEqualTo(".hidden");
  }
}
