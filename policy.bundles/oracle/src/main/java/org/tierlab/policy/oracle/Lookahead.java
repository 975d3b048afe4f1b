package org.tierlab.policy.oracle;

import org.tierlab.api.time.TaskView;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.api.workload.AccessGenerator;

/** The pages that a task is about to access, read from its second generator. */
final class Lookahead {
  private static final int BATCH = 4096;

  private final TaskView task;
  private final AccessGenerator generator;
  private final AccessBatch batch = new AccessBatch(BATCH);
  private int next;
  private boolean finished;

  /** Pages of the accesses from {@link #from} to {@link #to}, at their number's low bits. */
  private int[] ring = new int[1 << 13];

  private long from;
  private long to;

  Lookahead(TaskView task, AccessGenerator generator) {
    this.task = task;
    this.generator = generator;
  }

  TaskView task() {
    return task;
  }

  /**
   * Looks ahead.
   *
   * @param made accesses that the task has made
   * @param accesses how many of the following are wanted
   * @return how many of them there are: fewer if the task ends before
   */
  int look(long made, int accesses) {
    while (to < made && !finished) {
      from = to;
      read(made);
    }
    from = made;
    while (to < made + accesses && !finished) {
      read(made + accesses);
    }
    return (int) Math.max(0, Math.min(accesses, to - made));
  }

  /** The page of one of the accesses seen by the last look, counted from 0. */
  int page(int i) {
    return ring[(int) (from + i) & (ring.length - 1)];
  }

  private void read(long until) {
    if (next == batch.to()) {
      batch.clear();
      if (!generator.fill(batch)) {
        finished = true;
        return;
      }
      next = batch.from();
    }
    int count = (int) Math.min(batch.to() - next, until - to);
    while (to + count - from > ring.length) {
      grow();
    }
    long[] accesses = batch.accesses();
    for (int i = 0; i < count; i++) {
      ring[(int) (to + i) & (ring.length - 1)] = (int) Access.page(accesses[next + i]);
    }
    next += count;
    to += count;
  }

  private void grow() {
    int[] larger = new int[2 * ring.length];
    for (long i = from; i < to; i++) {
      larger[(int) i & (larger.length - 1)] = ring[(int) i & (ring.length - 1)];
    }
    ring = larger;
  }
}
