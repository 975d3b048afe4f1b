package org.tierlab.command.bench;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.api.workload.AccessGenerator;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.Workload;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.api.workload.WorkloadSpec;

/** Tasks that read the pages of a stream again and again. */
final class LentAccesses implements Workload {
  static final String NAME = "lent-accesses";

  private static final int LENT = 1 << 14;

  private final PageStream stream;
  private final long total;
  private final int tasks;

  /** Where the memory starts. */
  record Knobs(@Knob(value = "1", about = "Node that the pages start on.") int node) {}

  /**
   * Prepares the accesses.
   *
   * @param stream what is read
   * @param total accesses of all tasks
   * @param tasks among which they are divided
   */
  LentAccesses(PageStream stream, long total, int tasks) {
    this.stream = stream;
    this.total = total;
    this.tasks = tasks;
  }

  @Override
  public WorkloadSpec spec() {
    return new WorkloadSpec(Knobs.class, "accesses");
  }

  @Override
  public void build(WorkloadContext context) {
    var process = context.process("stream");
    process.map("heap", stream.bytes(), 0, Placement.on(context.knobs(Knobs.class).get().node()));
    for (int task = 0; task < tasks; task++) {
      Reader reader = new Reader(stream.packed(), total * task / tasks, total * (task + 1) / tasks);
      process.task("reader" + task, reader).expectedAccesses(reader.end - reader.next);
    }
  }

  /** Lends a part of the endlessly repeated stream. */
  private static final class Reader implements AccessGenerator {
    private final long[] packed;
    private final long end;
    private long next;

    Reader(long[] packed, long first, long end) {
      this.packed = packed;
      this.next = first;
      this.end = end;
    }

    @Override
    public boolean fill(AccessBatch batch) {
      if (next == end) {
        return false;
      }
      int from = (int) (next % packed.length);
      int count = (int) Math.min(Math.min(LENT, packed.length - from), end - next);
      batch.wrap(packed, from, from + count);
      next += count;
      return true;
    }
  }
}
