package org.tierlab.workload.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.api.workload.AccessGenerator;
import org.tierlab.workload.trace.format.BlockCursor;

/**
 * Lends the blocks of one recorded task, as often as asked for.
 *
 * <p>A gap that the packed form cannot hold comes with a block of one access. Its batch gets a unit
 * of its own, the gap divided by a power of two, so that the time is exact.
 */
final class TraceReplay implements AccessGenerator {
  /** Bound of {@link AccessBatch#gapUnitNs(double)}, exclusive. */
  static final double MAX_UNIT_NS = 1e12;

  private static final int MOST_UNITS = 1 << 22;

  private final BlockCursor cursor;
  private final PageTranslation pages;
  private final double gapUnitNs;
  private int rounds;

  TraceReplay(BlockCursor cursor, PageTranslation pages, double gapUnitNs, int repeat) {
    this.cursor = cursor;
    this.pages = pages;
    this.gapUnitNs = gapUnitNs;
    this.rounds = repeat;
  }

  @Override
  public boolean fill(AccessBatch batch) {
    try {
      while (rounds > 0) {
        if (cursor.next()) {
          lend(batch);
          return true;
        }
        rounds--;
        cursor.rewind();
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private void lend(AccessBatch batch) {
    long[] accesses = cursor.accesses();
    pages.apply(accesses, cursor.count());
    if (cursor.longGap() == 0) {
      batch.gapUnitNs(gapUnitNs);
    } else {
      double gapNs = cursor.longGap() * gapUnitNs;
      int units = 1;
      while (gapNs / units >= MAX_UNIT_NS && units < MOST_UNITS) {
        units *= 2;
      }
      accesses[0] = Access.of(Access.page(accesses[0]), Access.write(accesses[0]), units);
      batch.gapUnitNs(gapNs / units);
    }
    batch.wrap(accesses, 0, cursor.count());
  }
}
