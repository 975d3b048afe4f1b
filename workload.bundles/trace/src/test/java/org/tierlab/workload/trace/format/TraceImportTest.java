package org.tierlab.workload.trace.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tierlab.workload.trace.format.Collected.Told;
import org.tierlab.workload.trace.format.ImportOptions.Compression;
import org.tierlab.workload.trace.format.ImportOptions.Fetches;

class TraceImportTest {
  private static final Path REDIS = Path.of("../../examples/redis.pages.gz");
  private static final Path SQLITE = Path.of("src/test/resources/sqlite.pages.gz");
  private static final Path SORT = Path.of("src/test/resources/sort.lackey.gz");

  @TempDir Path folder = Path.of(".");

  private TraceHeader imported(Path file, ImportOptions options) throws IOException {
    Path output = folder.resolve("out.trace");
    TraceHeader header = new TraceImport(options, ReadProgress.NONE).run(file, output);
    assertThat(filesIn(folder)).containsExactly(output);
    assertThat(Collected.from(output)).isEqualTo(Collected.from(file, options));
    return header;
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static void assertTotals(
      TraceHeader header, long accesses, long writes, long pages, long instructions) {
    assertThat(header.accesses()).isEqualTo(accesses);
    assertThat(header.writes()).isEqualTo(writes);
    assertThat(header.touchedPages()).isEqualTo(pages);
    assertThat(header.gapsNs()).isEqualTo((double) instructions);
    assertThat(header.tasks()).extracting(TraceTask::gapUnits).containsExactly(instructions);
  }

  @ParameterizedTest
  @EnumSource
  void theRedisExampleHasItsTotals(Compression compression) throws IOException {
    TraceHeader header = imported(REDIS, ImportOptions.defaults().withCompression(compression));

    assertTotals(header, 771_321, 141_124, 4_895, 480_873_793);
    assertThat(header.vmas()).hasSize(40);
    assertThat(header.densePages()).isEqualTo(4_895 + 387);
    assertThat(header.description().source()).isEqualTo("redis");
    assertThat(header.description().unit()).isEqualTo("accesses that miss a 64-entry filter");
  }

  @Test
  void theSqliteExcerptHasItsTotals() throws IOException {
    assertTotals(imported(SQLITE, ImportOptions.defaults()), 4_000, 2_528, 1_371, 193_085_818);
  }

  @Test
  void theSortExcerptHasItsTotals() throws IOException {
    assertTotals(imported(SORT, ImportOptions.defaults()), 640, 190, 7, 2_359);
    assertTotals(
        imported(SORT, ImportOptions.defaults().withFetches(Fetches.INCLUDED)),
        3_000,
        190,
        12,
        2_360);
  }

  @Test
  void aNativeTraceCanBeImportedAgain() throws IOException {
    Path first = folder.resolve("first.trace");
    Path second = folder.resolve("second.trace");
    Path third = folder.resolve("third.trace");
    ImportOptions plain = ImportOptions.defaults();
    new TraceImport(plain, ReadProgress.NONE).run(SQLITE, first);

    TraceHeader header =
        new TraceImport(plain.withCompression(Compression.ZSTD), ReadProgress.NONE)
            .run(first, second);
    new TraceImport(plain, ReadProgress.NONE).run(second, third);

    assertThat(header.description().source()).isEqualTo("sqlite");
    assertThat(Files.size(second)).isLessThan(Files.size(first) / 2);
    assertThat(Files.readAllBytes(third)).isEqualTo(Files.readAllBytes(first));
  }

  @Test
  void damagedInputLeavesNothingBehind() throws IOException {
    byte[] whole = Files.readAllBytes(SQLITE);
    Path input = folder.resolve("cut.pages.gz");
    Path output = folder.resolve("out.trace");
    Files.write(input, Arrays.copyOf(whole, whole.length - 100));

    assertThatThrownBy(
            () -> new TraceImport(ImportOptions.defaults(), ReadProgress.NONE).run(input, output))
        .isInstanceOf(TraceException.class)
        .hasMessageMatching(".*: line [0-9]+: gzip data ends early at byte .*");
    assertThat(filesIn(folder)).containsExactly(input);
  }

  @Test
  void damagedInputLeavesAnOlderOutputAlone() throws IOException {
    Path input = Files.writeString(folder.resolve("bad.pages"), "1 r 1\n2 r 1\nnonsense\n");
    Path output = Files.writeString(folder.resolve("out.trace"), "older");

    assertThatThrownBy(
            () -> new TraceImport(ImportOptions.defaults(), ReadProgress.NONE).run(input, output))
        .hasMessageContaining("line 3: 'nonsense'");
    assertThat(output).hasContent("older");
    assertThat(filesIn(folder)).containsExactly(input, output);
  }

  @Test
  void aMissingFolderIsNamed() {
    Path output = folder.resolve("none/out.trace");

    assertThatThrownBy(
            () -> new TraceImport(ImportOptions.defaults(), ReadProgress.NONE).run(SQLITE, output))
        .hasMessage(output + ": cannot be written: its folder does not exist");
  }

  @Test
  void aSummaryOfAForeignTraceIsThatOfItsImport() throws IOException {
    Path output = folder.resolve("out.trace");
    TraceHeader header =
        new TraceImport(ImportOptions.defaults(), ReadProgress.NONE).run(SORT, output);

    TraceSummary foreign = TraceSummary.of(SORT, ImportOptions.defaults(), ReadProgress.NONE);
    TraceSummary imported = TraceSummary.of(output, ImportOptions.defaults(), ReadProgress.NONE);

    assertThat(foreign.header()).isEqualTo(header);
    assertThat(imported.header()).isEqualTo(header);
    assertThat(foreign.format()).isEqualTo(TraceFormat.LACKEY);
    assertThat(foreign.compression()).isEqualTo("gzip");
    assertThat(imported.format()).isEqualTo(TraceFormat.NATIVE);
    assertThat(imported.fileBytes()).isEqualTo(Files.size(output));
  }

  @Test
  void theFirstAccessesCanBeReadAlone() throws IOException {
    List<Told> head = new java.util.ArrayList<>();
    Path input = Files.writeString(folder.resolve("x.pages"), "1 r 1\n2 w 5\nnonsense\n");
    try (TraceFile trace = TraceFile.open(input, ImportOptions.defaults(), ReadProgress.NONE)) {
      trace.decode(
          (task, page, write, gap) -> {
            head.add(new Told(task, page, write, gap));
            return head.size() < 2;
          });
    }

    assertThat(head).containsExactly(new Told(0, 1, false, 1), new Told(0, 2, true, 5));
  }
}
