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
      long count = total * (task + 1) / tasks - total * task / tasks;
      int from = (int) ((long) stream.packed().length * task / tasks);
      process
          .task("reader" + task, new Reader(stream.packed(), from, count))
          .expectedAccesses(count);
    }
  }

  /** Lends a part of the endlessly repeated stream. Each task is elsewhere in it. */
  private static final class Reader implements AccessGenerator {
    private final long[] packed;
    private int from;
    private long left;

    Reader(long[] packed, int from, long count) {
      this.packed = packed;
      this.from = from;
      left = count;
    }

    @Override
    public boolean fill(AccessBatch batch) {
      if (left == 0) {
        return false;
      }
      int count = (int) Math.min(Math.min(LENT, packed.length - from), left);
      batch.wrap(packed, from, from + count);
      from = (from + count) % packed.length;
      left -= count;
      return true;
    }
  }
}
