package org.tierlab.workload.statics;

import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.api.workload.AccessGenerator;

/**
 * Writes the pages of a range in order, pass after pass.
 *
 * <p>Gaps are whole nanoseconds. Where the gap at the start of a pass does not fit into an access,
 * that access gets a batch of its own whose unit is the gap; so do the others if theirs does not
 * fit.
 */
final class PassAccesses implements AccessGenerator {
  private final long firstPage;
  private final boolean write;
  private final long pages;
  private final long gapNs;
  private final long passGapNs;
  private final boolean fine;
  private long passesLeft;
  private long nextPage;
  private long startGapNs;

  PassAccesses(StaticKnobs knobs, long firstPage) {
    this.firstPage = firstPage;
    this.write = knobs.stores();
    this.pages = knobs.hotPages();
    this.gapNs = knobs.gap();
    this.passGapNs = knobs.gap() + knobs.pause();
    this.fine = passGapNs <= Access.MAX_GAP;
    this.passesLeft = knobs.passes();
    this.startGapNs = gapNs;
  }

  @Override
  public boolean fill(AccessBatch batch) {
    if (passesLeft == 0) {
      return false;
    }
    if (fine) {
      fillMixed(batch);
    } else if (nextPage == 0) {
      batch.gapUnitNs((double) startGapNs);
      addPages(batch, 1, 1, 1);
    } else {
      batch.gapUnitNs((double) gapNs);
      addPages(batch, Math.min(batch.room(), pages - nextPage), 1, 1);
    }
    return true;
  }

  private void fillMixed(AccessBatch batch) {
    batch.gapUnitNs(1);
    while (passesLeft > 0 && batch.room() > 0) {
      int first = (int) (nextPage == 0 ? startGapNs : gapNs);
      addPages(batch, Math.min(batch.room(), pages - nextPage), first, (int) gapNs);
    }
  }

  private void addPages(AccessBatch batch, long count, int firstGap, int gap) {
    long page = firstPage + nextPage;
    batch.add(Access.of(page, write, firstGap));
    for (long i = 1; i < count; i++) {
      batch.add(Access.of(page + i, write, gap));
    }
    nextPage += count;
    if (nextPage == pages) {
      nextPage = 0;
      passesLeft--;
      startGapNs = passGapNs;
    }
  }
}
