package org.tierlab.workload.trace.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Measures, for the files named as arguments, how many accesses a second are decoded, imported and
 * read again from the native file. Five rounds, of which the last counts.
 */
final class ImportRate {
  private static final int ROUNDS = 5;

  private ImportRate() {}

  public static void main(String[] files) throws IOException {
    Path output = Files.createTempFile("rate", ".trace");
    for (String file : files) {
      for (int round = 1; round <= ROUNDS; round++) {
        measure(Path.of(file), output, round == ROUNDS);
      }
    }
    Files.delete(output);
  }

  private static void measure(Path file, Path output, boolean print) throws IOException {
    ImportOptions options = ImportOptions.defaults();
    long[] seen = new long[1];
    long startNs = System.nanoTime();
    try (TraceFile trace = TraceFile.open(file, options, ReadProgress.NONE)) {
      trace.decode((task, page, write, gap) -> ++seen[0] > 0);
    }
    long decodedNs = System.nanoTime();
    long imported = new TraceImport(options, ReadProgress.NONE).run(file, output).accesses();
    long importedNs = System.nanoTime();
    try (NativeTrace trace = NativeTrace.open(output)) {
      seen[0] -= Recordings.drained(trace.cursor(0));
    }
    long readNs = System.nanoTime();
    if (print) {
      System.out.printf(
          Locale.ROOT,
          "%s: %d accesses; million a second: decoded %.1f, imported %.1f, read %.1f%n",
          file,
          imported,
          imported * 1e3 / (decodedNs - startNs),
          imported * 1e3 / (importedNs - decodedNs),
          imported * 1e3 / (readNs - importedNs));
    }
    if (seen[0] != 0) {
      throw new IllegalStateException(seen[0] + " accesses differ");
    }
  }
}
