package org.tierlab.workload.trace.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.tierlab.workload.trace.format.Collected.Told;
import org.tierlab.workload.trace.format.ImportOptions.Compression;

class NativeRoundTripTest {
  private Path folder = Path.of("");

  @BeforeTry
  void createFolder() throws IOException {
    folder = Files.createTempDirectory("round-trip");
  }

  @AfterTry
  void deleteFolder() throws IOException {
    Files.delete(folder.resolve("t.trace"));
    Files.delete(folder);
  }

  private static List<Told> byTask(List<Told> accesses) {
    return accesses.stream().sorted(Comparator.comparingInt(Told::task)).toList();
  }

  @Property(tries = 60)
  void whatIsWrittenIsRead(
      @ForAll @IntRange(min = 1, max = 400) int count,
      @ForAll @IntRange(min = 1, max = 4) int tasks,
      @ForAll long seed,
      @ForAll Compression compression)
      throws IOException {
    List<Told> accesses = Recordings.random(count, tasks, seed);

    Path file = Recordings.write(folder.resolve("t.trace"), accesses, compression);

    assertThat(byTask(Collected.from(file))).isEqualTo(byTask(accesses));
    try (NativeTrace trace = NativeTrace.open(file)) {
      TraceHeader header = trace.header();
      assertThat(header.accesses()).isEqualTo(count);
      assertThat(header.writes()).isEqualTo(accesses.stream().filter(Told::write).count());
      assertThat(header.touchedPages())
          .isEqualTo(accesses.stream().mapToLong(Told::page).distinct().count());
      assertThat(header.compression()).isEqualTo(compression);
      for (int task = 0; task < header.tasks().size(); task++) {
        int number = task;
        List<Told> own = accesses.stream().filter(told -> told.task() == number).toList();
        assertThat(header.tasks().get(task).accesses()).isEqualTo(own.size());
        assertThat(header.tasks().get(task).gapUnits())
            .isEqualTo(own.stream().mapToLong(Told::gap).sum());
        assertThat(Recordings.drained(trace.cursor(task))).isEqualTo(own.size());
      }
    }
  }
}
