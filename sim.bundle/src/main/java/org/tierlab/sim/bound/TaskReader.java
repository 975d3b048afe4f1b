package org.tierlab.sim.bound;

import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.api.workload.AccessGenerator;

/** Reads a task's second generator up to a number of accesses and counts them by page. */
final class TaskReader {
  private static final int BATCH = 4096;

  private final BoundTask task;
  private final AccessGenerator generator;
  private final AccessBatch batch = new AccessBatch(BATCH);
  private final long[] latencyPs;
  private int next;
  private long made;
  private long gapPs;

  TaskReader(BoundTask task) {
    this.task = task;
    generator = task.generator();
    latencyPs = task.latencyPs().stream().mapToLong(Long::longValue).toArray();
  }

  BoundTask task() {
    return task;
  }

  AddressSpaceView mm() {
    return task.mm();
  }

  /** What an access takes at least that each tier serves. */
  long[] latencyPs() {
    return latencyPs;
  }

  /** Gaps before the accesses read so far. */
  long gapPs() {
    return gapPs;
  }

  long made() {
    return made;
  }

  /**
   * Reads on.
   *
   * @param until how many accesses shall have been read then
   * @param counts accesses of each page
   * @return how many were read
   */
  long count(long until, PageCounts counts) throws BoundUnavailableException {
    long before = made;
    long pages = task.mm().pages();
    while (made < until) {
      if (next == batch.to() && !refill()) {
        throw differs();
      }
      long unitPs = Math.round(batch.gapUnitNs() * 1000);
      long[] accesses = batch.accesses();
      int end = (int) Math.min(batch.to(), next + (until - made));
      long gaps = 0;
      for (int i = next; i < end; i++) {
        long access = accesses[i];
        long page = Access.page(access);
        if (page >= pages) {
          throw differs();
        }
        gaps += Access.gap(access);
        counts.count((int) page);
      }
      gapPs += gaps * unitPs;
      made += end - next;
      next = end;
    }
    return made - before;
  }

  /** Whether nothing is left. */
  boolean finished() {
    return next == batch.to() && !refill();
  }

  private boolean refill() {
    batch.clear();
    boolean more = generator.fill(batch);
    next = batch.from();
    return more && batch.from() < batch.to();
  }

  private BoundUnavailableException differs() {
    return new BoundUnavailableException(
        "task '" + task.name() + "' makes other accesses when the workload is built again");
  }
}
