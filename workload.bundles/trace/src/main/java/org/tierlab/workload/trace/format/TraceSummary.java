package org.tierlab.workload.trace.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tierlab.workload.trace.format.ImportOptions.Compression;

/**
 * What is in a trace.
 *
 * @param file the trace
 * @param format its format
 * @param compression {@code gzip}, {@code zstd} or empty
 * @param fileBytes its length on disk
 * @param header what a native file of it says; its compression is that of a native file
 */
public record TraceSummary(
    Path file, TraceFormat format, String compression, long fileBytes, TraceHeader header) {

  /**
   * Summarises a trace. A native one answers from its header; a foreign one is read as a whole.
   *
   * @param file a trace of any format
   * @param options how to read it
   * @param progress is told of what is read
   * @return the summary
   * @throws IOException if it is damaged
   */
  public static TraceSummary of(Path file, ImportOptions options, ReadProgress progress)
      throws IOException {
    try (TraceFile trace = TraceFile.open(file, options, progress)) {
      TraceHeader header = trace.header();
      String compression = trace.compression();
      if (header == null) {
        Tally tally = new Tally();
        trace.decode(tally);
        header = tally.header(trace.description(), options);
      } else if (header.compression() == Compression.ZSTD) {
        compression = "zstd";
      }
      return new TraceSummary(file, trace.format(), compression, Files.size(file), header);
    }
  }

  /** Counts without keeping the accesses. */
  private static final class Tally implements AccessSink {
    private final PageIndex pages = new PageIndex();
    private long[] accesses = new long[1];
    private long[] gapUnits = new long[1];
    private int tasks;
    private long writes;

    @Override
    public boolean access(int task, long page, boolean write, long gap) {
      if (task >= accesses.length) {
        int capacity = Math.max(task + 1, accesses.length * 2);
        accesses = Arrays.copyOf(accesses, capacity);
        gapUnits = Arrays.copyOf(gapUnits, capacity);
      }
      tasks = Math.max(tasks, task + 1);
      accesses[task]++;
      gapUnits[task] += gap;
      if (gapUnits[task] < 0) {
        gapUnits[task] = Long.MAX_VALUE;
      }
      writes += write ? 1 : 0;
      pages.idOf(page);
      return true;
    }

    TraceHeader header(TraceDescription description, ImportOptions options) {
      List<TraceTask> list = new ArrayList<>();
      for (int task = 0; task < tasks; task++) {
        list.add(new TraceTask(description.taskName(task), accesses[task], gapUnits[task]));
      }
      return new TraceHeader(
          description,
          options.compression(),
          Arrays.stream(accesses).sum(),
          writes,
          pages.size(),
          list,
          DenseLayout.of(pages, description.keys(), options.maxHolePages()).vmas());
    }
  }
}
