package org.tierlab.workload.stress;

import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.api.workload.AccessGenerator;

/** Stores to a byte of every stride of a range, pass after pass. */
final class MemoryWork implements AccessGenerator {
  private final long firstPage;
  private final long stride;
  private final long touches;
  private final boolean endless;
  private long passesLeft;
  private long next;

  MemoryWork(long firstPage, StressKnobs knobs) {
    this.firstPage = firstPage;
    stride = knobs.vmStride();
    touches = knobs.touchesOfPass();
    endless = knobs.vmPasses() == 0;
    passesLeft = Math.max(1, knobs.vmPasses());
  }

  @Override
  public boolean fill(AccessBatch batch) {
    if (passesLeft == 0) {
      return false;
    }
    while (passesLeft > 0 && batch.room() > 0) {
      batch.add(Access.of(firstPage + ((next * stride) >>> 12), true, 0));
      if (++next == touches) {
        next = 0;
        passesLeft -= endless ? 0 : 1;
      }
    }
    return true;
  }
}
