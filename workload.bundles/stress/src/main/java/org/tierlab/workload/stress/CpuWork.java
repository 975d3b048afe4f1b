package org.tierlab.workload.stress;

import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.api.workload.AccessGenerator;

/**
 * Computes in registers: CPU time, and once in {@link #SLICE_NS} an access to the page of its
 * stack. Accesses are given one by one, so that the task stops where its share of the CPU ends.
 */
final class CpuWork implements AccessGenerator {
  /** CPU time between two accesses, ns; assumed: so few that their latency does not count. */
  static final int SLICE_NS = 1_000_000;

  private final long stackPage;
  private final boolean endless;
  private long leftNs;

  CpuWork(long stackPage, long cpuTimeNs) {
    this.stackPage = stackPage;
    endless = cpuTimeNs == 0;
    leftNs = cpuTimeNs;
  }

  @Override
  public boolean fill(AccessBatch batch) {
    if (!endless && leftNs == 0) {
      return false;
    }
    int gap = endless ? SLICE_NS : (int) Math.min(SLICE_NS, leftNs);
    leftNs -= endless ? 0 : gap;
    batch.gapUnitNs(1);
    batch.add(Access.of(stackPage, true, gap));
    return true;
  }
}
