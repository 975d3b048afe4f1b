package org.tierlab.itest.damon;

import org.tierlab.api.PluginName;
import org.tierlab.api.time.RandomStream;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.api.workload.AccessGenerator;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.Workload;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.api.workload.WorkloadSpec;

/**
 * Two processes that read memory as fast as they can, uniformly: one with one task from the start
 * to the end, the other with four for a while in between. The first has cold memory besides, which
 * nobody touches.
 */
@PluginName(name = "two-instances")
final class TwoInstances implements Workload {
  static final long HOT_PAGES = 8192;
  private static final long FIRST_ACCESSES = 72_000_000;
  private static final int SECOND_TASKS = 4;
  private static final long SECOND_ACCESSES = 8_000_000;
  private static final double SECOND_STARTS_NS = 2e9;

  private final long coldPages;

  TwoInstances(long coldPages) {
    this.coldPages = coldPages;
  }

  record NoKnobs() {}

  @Override
  public WorkloadSpec spec() {
    return new WorkloadSpec(NoKnobs.class, "cache lines");
  }

  @Override
  public void build(WorkloadContext context) {
    AddressSpaceBuilder first = context.process("first");
    long heap = first.map("heap", HOT_PAGES * 4096, 0, new Placement(0)).firstPage();
    if (coldPages > 0) {
      first.map("cold", coldPages * 4096, 0, new Placement(0));
    }
    first.task("first", new Reader(heap, FIRST_ACCESSES, 0, context.random("first")));
    AddressSpaceBuilder second = context.process("second");
    long other = second.map("heap", HOT_PAGES * 4096, 0, new Placement(-1)).firstPage();
    for (int task = 0; task < SECOND_TASKS; task++) {
      String name = "second-" + task;
      second.task(name, new Reader(other, SECOND_ACCESSES, SECOND_STARTS_NS, context.random(name)));
    }
  }

  /** Reads random pages, after a pause. */
  private static final class Reader implements AccessGenerator {
    private final long firstPage;
    private final RandomStream random;
    private long left;
    private double pauseNs;

    Reader(long firstPage, long accesses, double pauseNs, RandomStream random) {
      this.firstPage = firstPage;
      this.left = accesses;
      this.pauseNs = pauseNs;
      this.random = random;
    }

    @Override
    public boolean fill(AccessBatch batch) {
      if (left == 0) {
        return false;
      }
      if (pauseNs > 0) {
        batch.gapUnitNs(pauseNs);
        batch.add(Access.of(firstPage, false, 1));
        pauseNs = 0;
        left--;
        return true;
      }
      batch.gapUnitNs(1);
      while (left > 0 && batch.room() > 0) {
        batch.add(Access.of(firstPage + random.nextLong(HOT_PAGES), false, 0));
        left--;
      }
      return true;
    }
  }
}
