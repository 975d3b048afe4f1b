package org.tierlab.workload.trace.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.tierlab.api.workload.Access;
import org.tierlab.workload.trace.format.Collected.Told;
import org.tierlab.workload.trace.format.ImportOptions.Compression;
import org.tierlab.workload.trace.format.TraceDescription.PageKeys;
import org.tierlab.workload.trace.format.TraceDescription.TimeBase;

/** Small native traces for tests. */
final class Recordings {
  private static final TraceDescription DESCRIPTION =
      new TraceDescription(
          "täst", "memory accesses", PageKeys.VIRTUAL_PAGES, TimeBase.TIME, 2.5, List.of("main"));

  private Recordings() {}

  static Path write(Path file, List<Told> accesses, Compression compression) throws IOException {
    ImportOptions options = ImportOptions.defaults().withCompression(compression);
    try (NativeWriter writer = new NativeWriter(file, DESCRIPTION, options)) {
      for (Told told : accesses) {
        writer.access(told.task(), told.page(), told.write(), told.gap());
      }
      writer.finish();
    }
    return file;
  }

  /** Accesses in three distant places, a tenth of them after a gap too long for an access. */
  static List<Told> random(int count, int tasks, long seed) {
    Random random = new Random(seed);
    List<Told> accesses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long page = random.nextInt(3) * 1_000_000_000L + random.nextInt(100);
      long gap =
          switch (random.nextInt(20)) {
            case 0 -> Access.MAX_GAP;
            case 1 -> Access.MAX_GAP + 1L;
            case 2 -> random.nextLong() >>> 20;
            default -> random.nextInt(1000);
          };
      accesses.add(new Told(random.nextInt(tasks), page, random.nextBoolean(), gap));
    }
    return accesses;
  }

  static long drained(BlockCursor cursor) throws IOException {
    long count = 0;
    while (cursor.next()) {
      count += cursor.count();
    }
    return count;
  }
}
