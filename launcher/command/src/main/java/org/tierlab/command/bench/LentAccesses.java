package org.tierlab.command.bench;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.Workload;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.api.workload.WorkloadSpec;

/** One task that reads the pages of a stream again and again. */
final class LentAccesses implements Workload {
  static final String NAME = "lent-accesses";

  private static final int LENT = 1 << 14;

  private final PageStream stream;
  private final long total;
  private long made;

  /** Where the memory starts. */
  record Knobs(@Knob(value = "1", about = "Node that the pages start on.") int node) {}

  LentAccesses(PageStream stream, long total) {
    this.stream = stream;
    this.total = total;
  }

  @Override
  public WorkloadSpec spec() {
    return new WorkloadSpec(Knobs.class, "accesses");
  }

  @Override
  public void build(WorkloadContext context) {
    var process = context.process("stream");
    process.map("heap", stream.bytes(), 0, Placement.on(context.knobs(Knobs.class).get().node()));
    process.task("reader", this::lend).expectedAccesses(total);
  }

  private boolean lend(AccessBatch batch) {
    if (made == total) {
      return false;
    }
    int length = stream.packed().length;
    int from = (int) (made % length);
    int count = (int) Math.min(Math.min(LENT, length - from), total - made);
    batch.wrap(stream.packed(), from, from + count);
    made += count;
    return true;
  }
}
