package org.tierlab.workload.autonuma;

import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.api.workload.AccessGenerator;

/** Stores to the pages of a range in order, pass after pass. */
final class ClearPasses implements AccessGenerator {
  private final long firstPage;
  private final long pages;
  private final int gapNs;
  private long passesLeft;
  private long next;

  ClearPasses(long firstPage, long pages, long passes, int gapNs) {
    this.firstPage = firstPage;
    this.pages = pages;
    this.passesLeft = passes;
    this.gapNs = gapNs;
  }

  @Override
  public boolean fill(AccessBatch batch) {
    if (passesLeft == 0) {
      return false;
    }
    batch.gapUnitNs(1);
    while (batch.room() > 0 && passesLeft > 0) {
      long count = Math.min(batch.room(), pages - next);
      for (long page = next; page < next + count; page++) {
        batch.add(Access.of(firstPage + page, true, gapNs));
      }
      next += count;
      if (next == pages) {
        next = 0;
        passesLeft--;
      }
    }
    return true;
  }
}
