package org.tierlab.workload.trace.format;

import java.io.IOException;
import java.nio.file.Path;

/** Writes any readable trace as a native one. */
public final class TraceImport {
  private final ImportOptions options;
  private final ReadProgress progress;

  /**
   * Chooses how to import.
   *
   * @param options format, fetches, holes, compression
   * @param progress is told of what is read
   */
  public TraceImport(ImportOptions options, ReadProgress progress) {
    this.options = options;
    this.progress = progress;
  }

  /**
   * Imports one trace. The output appears under its name when it is complete; whatever goes wrong
   * before leaves nothing behind.
   *
   * @param input a trace of any format, a native one included
   * @param output the native trace; an older one is replaced
   * @return the header that was written
   * @throws IOException if the input is damaged or the output cannot be written
   */
  public TraceHeader run(Path input, Path output) throws IOException {
    try (TraceFile trace = TraceFile.open(input, options, progress);
        NativeWriter writer = new NativeWriter(output, trace.description(), options)) {
      trace.decode(writer);
      return writer.finish();
    }
  }
}
