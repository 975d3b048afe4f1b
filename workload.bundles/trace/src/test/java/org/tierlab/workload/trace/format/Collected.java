package org.tierlab.workload.trace.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keeps every access. */
public final class Collected implements AccessSink {
  /** One access as it was told. */
  public record Told(int task, long page, boolean write, long gap) {}

  private final List<Told> accesses = new ArrayList<>();

  @Override
  public boolean access(int task, long page, boolean write, long gap) {
    accesses.add(new Told(task, page, write, gap));
    return true;
  }

  public List<Told> accesses() {
    return accesses;
  }

  public static List<Told> from(Path file, ImportOptions options) throws IOException {
    Collected collected = new Collected();
    try (TraceFile trace = TraceFile.open(file, options, ReadProgress.NONE)) {
      trace.decode(collected);
    }
    return collected.accesses();
  }

  public static List<Told> from(Path file) throws IOException {
    return from(file, ImportOptions.defaults());
  }

  static Told read(long page, long gap) {
    return new Told(0, page, false, gap);
  }

  static Told write(long page, long gap) {
    return new Told(0, page, true, gap);
  }
}
