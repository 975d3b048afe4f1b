package org.tierlab.workload.trace.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tierlab.api.workload.Access;
import org.tierlab.workload.trace.format.Collected.Told;
import org.tierlab.workload.trace.format.ImportOptions.Compression;
import org.tierlab.workload.trace.format.TraceDescription.TimeBase;

class NativeTraceTest {
  @TempDir static Path folder = Path.of(".");

  private static Path write(List<Told> accesses, Compression compression) throws IOException {
    return Recordings.write(folder.resolve("t.trace"), accesses, compression);
  }

  @ParameterizedTest
  @EnumSource
  void blocksAreFullUpToTheLast(Compression compression) throws IOException {
    int block = NativeFormat.MAX_BLOCK_ACCESSES;
    List<Told> accesses = new ArrayList<>();
    for (int i = 0; i < 2 * block + 1; i++) {
      accesses.add(new Told(0, i % 7 * 2L, i % 3 == 0, i % 11));
    }
    Path file = write(accesses, compression);

    try (NativeTrace trace = NativeTrace.open(file)) {
      BlockCursor cursor = trace.cursor(0);
      for (int count : new int[] {block, block, 1}) {
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.count()).isEqualTo(count);
      }
      assertThat(cursor.next()).isFalse();
      cursor.rewind();
      assertThat(Recordings.drained(cursor)).isEqualTo(accesses.size());
    }
    assertThat(Collected.from(file)).isEqualTo(accesses);
  }

  @Test
  void theGreatestPackedGapStaysInItsBlock() throws IOException {
    List<Told> accesses = new ArrayList<>();
    for (long gap : new long[] {1, Access.MAX_GAP, 2, Access.MAX_GAP + 1L, Long.MAX_VALUE, 3}) {
      accesses.add(new Told(0, 5, false, gap));
    }

    try (NativeTrace trace = NativeTrace.open(write(accesses, Compression.NONE))) {
      BlockCursor cursor = trace.cursor(0);
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.count()).isEqualTo(3);
      assertThat(cursor.longGap()).isZero();
      assertThat(Access.gap(cursor.accesses()[1])).isEqualTo(Access.MAX_GAP);
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.longGap()).isEqualTo(Access.MAX_GAP + 1L);
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.longGap()).isEqualTo(Long.MAX_VALUE);
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.longGap()).isZero();
      assertThat(trace.header().tasks().get(0).gapUnits()).isEqualTo(Long.MAX_VALUE);
    }
  }

  @Test
  void theHeaderTellsWhatTheAccessesAre() throws IOException {
    Path file = write(Recordings.random(10, 2, 1), Compression.NONE);

    try (NativeTrace trace = NativeTrace.open(file)) {
      TraceDescription description = trace.header().description();
      assertThat(description.source()).isEqualTo("täst");
      assertThat(description.unit()).isEqualTo("memory accesses");
      assertThat(description.timeBase()).isEqualTo(TimeBase.TIME);
      assertThat(description.gapUnitNs()).isEqualTo(2.5);
      assertThat(description.tasks()).containsExactly("main", "täst-1");
    }
  }

  @Test
  void theFormatIsTheDocumentedOne() throws IOException {
    Path file = write(List.of(new Told(0, 0x123, true, 7)), Compression.NONE);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer le = NativeFormat.view(bytes);

    assertThat(Arrays.copyOf(bytes, 8)).containsExactly(-119, 'T', 'L', 'T', 'R', 13, 10, 26);
    assertThat(le.getInt(8)).isEqualTo(2);
    assertThat(le.getLong(24)).isEqualTo(bytes.length);
    int block = (int) le.getLong(16);
    assertThat(bytes.length).isEqualTo(block + 32 + 8);
    assertThat(new String(bytes, block, 4, StandardCharsets.US_ASCII)).isEqualTo("TBLK");
    assertThat(le.getInt(block + 8)).isEqualTo(1);
    assertThat(le.getLong(block + 32)).isEqualTo(Access.of(0, true, 7));
  }

  @ParameterizedTest
  @EnumSource
  void everyDamagedByteIsNoticed(Compression compression) throws IOException {
    byte[] whole = Files.readAllBytes(write(Recordings.random(12, 2, 3), compression));
    Path damaged = folder.resolve("damaged.trace");
    for (int i = 0; i < whole.length; i++) {
      byte[] copy = whole.clone();
      copy[i] ^= 0x10;
      Files.write(damaged, copy);
      assertUnreadable(damaged, "flipped byte " + i);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyCutIsNoticed(Compression compression) throws IOException {
    byte[] whole = Files.readAllBytes(write(Recordings.random(12, 2, 3), compression));
    Path damaged = folder.resolve("cut.trace");
    for (int length = 0; length < whole.length; length++) {
      Files.write(damaged, Arrays.copyOf(whole, length));
      assertUnreadable(damaged, "cut to " + length);
    }
    Files.write(damaged, Arrays.copyOf(whole, whole.length + 1));
    assertUnreadable(damaged, "one byte more");
  }

  private static void assertUnreadable(Path file, String how) {
    assertThatThrownBy(
            () -> {
              try (NativeTrace trace = NativeTrace.open(file)) {
                trace.decode(new Collected(), ReadProgress.NONE);
              }
            })
        .as(how)
        .isInstanceOf(TraceException.class)
        .hasMessageStartingWith(file + ": byte ");
  }

  @Test
  void damageIsToldInWords() throws IOException {
    byte[] whole = Files.readAllBytes(write(Recordings.random(40, 1, 3), Compression.NONE));
    Path file = folder.resolve("words.trace");

    Files.write(file, Arrays.copyOf(whole, whole.length - 5));
    assertThatThrownBy(() -> NativeTrace.open(file))
        .hasMessage(
            "%s: byte %d: the file ends early, expected %d bytes",
            file, whole.length - 5, whole.length);

    byte[] newer = whole.clone();
    newer[8] = 3;
    Files.write(file, newer);
    assertThatThrownBy(() -> NativeTrace.open(file))
        .hasMessage(file + ": byte 8: version 3, expected 2");

    byte[] flipped = whole.clone();
    flipped[whole.length - 1] ^= 1;
    Files.write(file, flipped);
    assertThatThrownBy(() -> Collected.from(file))
        .hasMessageMatching(".*: byte [0-9]+: damaged block: its checksum does not match");
  }

  @Test
  void anEmptyTraceHasNoBlocks() throws IOException {
    Path file = write(List.of(), Compression.NONE);

    assertThat(Collected.from(file)).isEmpty();
    assertThat(TraceSummary.of(file, ImportOptions.defaults(), ReadProgress.NONE).header().gapsNs())
        .isZero();
  }
}
