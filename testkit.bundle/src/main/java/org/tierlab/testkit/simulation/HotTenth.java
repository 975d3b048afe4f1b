package org.tierlab.testkit.simulation;

import org.tierlab.api.PluginName;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.time.RandomStream;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.api.workload.AccessGenerator;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.Workload;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.api.workload.WorkloadSpec;

/** Two tasks that read 32 MiB on the slow node, nine of ten times the first tenth of it. */
@PluginName(name = HotTenth.NAME)
final class HotTenth implements Workload {
  static final String NAME = "hot-tenth";

  private static final long PAGES = 8192;
  private static final long HOT_PAGES = PAGES / 10;
  private static final int TASKS = 2;
  private static final long ACCESSES = 800_000;
  private static final int GAP_NS = 500;

  /** Nothing to set. */
  record NoKnobs() {}

  @Override
  public WorkloadSpec spec() {
    return new WorkloadSpec(NoKnobs.class, "reads");
  }

  @Override
  public void build(WorkloadContext context) {
    AddressSpaceBuilder process = context.process("app");
    Vma memory = process.map("memory", PAGES * 4096, 0, Placement.on(1));
    for (int i = 0; i < TASKS; i++) {
      String name = "app-" + i;
      process
          .task(name, new Reads(memory.firstPage(), context.random(name)))
          .expectedAccesses(ACCESSES);
    }
  }

  private static final class Reads implements AccessGenerator {
    private final long firstPage;
    private final RandomStream random;
    private long left = ACCESSES;

    Reads(long firstPage, RandomStream random) {
      this.firstPage = firstPage;
      this.random = random;
    }

    @Override
    public boolean fill(AccessBatch batch) {
      batch.gapUnitNs(1);
      boolean any = left > 0;
      for (; left > 0 && batch.room() > 0; left--) {
        long page = random.nextLong(10) == 0 ? random.nextLong(PAGES) : random.nextLong(HOT_PAGES);
        batch.add(Access.of(firstPage + page, false, GAP_NS));
      }
      return any;
    }
  }
}
