package __PACKAGE__;

import org.tierlab.api.time.RandomStream;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.api.workload.AccessGenerator;

/** The reads of one task: most go to the hot pages at the end of the memory, the rest anywhere. */
final class __CLASS__Accesses implements AccessGenerator {
  private final __CLASS__Knobs knobs;
  private final long firstPage;
  private final RandomStream random;
  private long left;

  __CLASS__Accesses(__CLASS__Knobs knobs, long firstPage, RandomStream random) {
    this.knobs = knobs;
    this.firstPage = firstPage;
    this.random = random;
    this.left = knobs.accesses();
  }

  @Override
  public boolean fill(AccessBatch batch) {
    batch.gapUnitNs(1);
    if (left == 0) {
      return false;
    }
    for (; left > 0 && batch.room() > 0; left--) {
      batch.add(Access.of(firstPage + nextPage(), false, knobs.gap()));
    }
    return true;
  }

  private long nextPage() {
    boolean hot = random.nextDouble() * 100 < knobs.hotAccessPercent();
    return hot
        ? knobs.pages() - 1 - random.nextLong(knobs.hotPages())
        : random.nextLong(knobs.pages());
  }
}
