package org.tierlab.bench;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.Workload;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.api.workload.WorkloadSpec;

/** Lends the same pre-generated accesses again and again. */
final class ReplayWorkload implements Workload {
  private static final int LENT = 1 << 14;

  private final long[] accesses;
  private final long pages;
  private final long total;

  /** Where the memory starts. */
  record Config(@Knob(value = "1", about = "Node that the pages start on.") int node) {}

  ReplayWorkload(long[] accesses, long pages, long total) {
    this.accesses = accesses;
    this.pages = pages;
    this.total = total;
  }

  @Override
  public WorkloadSpec spec() {
    return new WorkloadSpec(Config.class, "accesses");
  }

  @Override
  public void build(WorkloadContext context) {
    var process = context.process("replay");
    int node = context.knobs(Config.class).get().node();
    process.map("heap", pages * 4096, 0, Placement.on(node));
    long[] made = {0};
    process
        .task(
            "replay",
            batch -> {
              if (made[0] == total) {
                return false;
              }
              int from = (int) (made[0] % accesses.length);
              int count = (int) Math.min(Math.min(LENT, accesses.length - from), total - made[0]);
              batch.wrap(accesses, from, from + count);
              made[0] += count;
              return true;
            })
        .expectedAccesses(total);
  }
}
