package org.tierlab.workload.trace.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceInputTest {
  @TempDir static Path folder = Path.of(".");

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static List<String> lines(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    try (TraceInput in = TraceInput.open(file, ReadProgress.NONE)) {
      while (in.nextLine()) {
        lines.add(
            new String(in.bytes(), in.start(), in.end() - in.start(), StandardCharsets.ISO_8859_1));
      }
    }
    return lines;
  }

  private static String randomLines(int count) {
    Random random = new Random(count);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(Long.toHexString(random.nextLong())).append(" r 1\n");
    }
    return text.toString();
  }

  @Test
  void linesCrossTheBuffer() throws IOException {
    String text = randomLines(40_000);
    Path file = Files.writeString(folder.resolve("lines"), text);

    assertThat(text.length()).isGreaterThan(3 * TraceInput.BUFFER_BYTES);
    assertThat(lines(file)).isEqualTo(text.lines().toList());
  }

  @Test
  void compressionIsRecognised() throws IOException {
    String text = randomLines(20_000);
    byte[] content = text.getBytes(StandardCharsets.ISO_8859_1);
    Path gzip = Files.write(folder.resolve("a"), gzip(content));
    Path zstd = Files.write(folder.resolve("b"), Zstd.compress(content));

    assertThat(lines(gzip)).isEqualTo(text.lines().toList());
    assertThat(lines(zstd)).isEqualTo(text.lines().toList());
  }

  @Test
  void aLineMayFillTheBufferButNoMore() throws IOException {
    String most = "x".repeat(TraceInput.BUFFER_BYTES - 1);
    assertThat(lines(Files.writeString(folder.resolve("most"), "a\n" + most + "\nb\n")))
        .containsExactly("a", most, "b");

    Path more = Files.writeString(folder.resolve("more"), "a\n" + most + "yz\nb\n");
    assertThatThrownBy(() -> lines(more))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("more: line 2: line longer than 262144 bytes");
  }

  @Property(tries = 60)
  void aCutGzipFileIsNamedWithItsLine(@ForAll @IntRange(min = 19, max = 200_000) int kept)
      throws IOException {
    byte[] whole = gzip(randomLines(20_000).getBytes(StandardCharsets.ISO_8859_1));
    int length = Math.min(kept, whole.length - 9);
    Path file = Files.write(Files.createTempFile("cut", ".gz"), Arrays.copyOf(whole, length));

    assertThatThrownBy(() -> lines(file))
        .isInstanceOf(TraceException.class)
        .hasMessageMatching(
            ".*: line [0-9]+: gzip data ends early at byte "
                + length
                + " of the file, expected the rest of it");
    Files.delete(file);
  }

  @Test
  void aCutZstdFileIsNamedWithItsLine() throws IOException {
    byte[] whole = Zstd.compress(randomLines(20_000).getBytes(StandardCharsets.ISO_8859_1));
    Path file = Files.write(folder.resolve("cut.zst"), Arrays.copyOf(whole, whole.length - 1000));

    assertThatThrownBy(() -> lines(file))
        .isInstanceOf(TraceException.class)
        .hasMessageMatching(".*: line [0-9]+: zstd data ends early at byte .*");
  }

  @Test
  void aGzipFileThatEndsInItsHeaderIsNamed() throws IOException {
    Path file = Files.write(folder.resolve("head.gz"), new byte[] {0x1F, (byte) 0x8B, 8});

    assertThatThrownBy(() -> lines(file))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("byte 3: gzip data ends inside its header");
  }

  @Test
  void damagedGzipDataIsNamed() throws IOException {
    byte[] whole = gzip(randomLines(20_000).getBytes(StandardCharsets.ISO_8859_1));
    whole[whole.length - 6] ^= 1;
    Path file = Files.write(folder.resolve("bad.gz"), whole);

    assertThatThrownBy(() -> lines(file))
        .isInstanceOf(TraceException.class)
        .hasMessageMatching(".*: line 20001: gzip data is damaged before byte .*");
  }

  @Test
  void missingFilesAndFoldersAreNamed() {
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> lines(none)).hasMessage(none + ": no such file, expected a trace");
    assertThatThrownBy(() -> lines(folder))
        .hasMessage(folder + ": is a directory, expected a trace");
  }

  @Test
  void progressReachesTheFilesLength() throws IOException {
    Path file = Files.writeString(folder.resolve("progress"), randomLines(30_000));
    List<Long> told = new ArrayList<>();
    try (TraceInput in =
        TraceInput.open(
            file,
            (read, total) -> {
              assertThat(total).isEqualTo(file.toFile().length());
              told.add(read);
            })) {
      while (in.nextLine()) {
        assertThat(in.end()).isGreaterThanOrEqualTo(in.start());
      }
    }

    assertThat(told).isSorted().endsWith(Files.size(file)).hasSizeGreaterThan(2);
  }
}
