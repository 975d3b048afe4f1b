package org.tierlab.workload.embedding;

import org.tierlab.api.time.RandomStream;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.api.workload.AccessGenerator;
import org.tierlab.api.workload.RankPermutation;
import org.tierlab.api.workload.ZipfRanks;

/** The accesses of one thread: sample by sample, table by table, row by row, line by line. */
final class RowAccesses implements AccessGenerator {
  private final EmbeddingKnobs knobs;
  private final long[] firstPages;
  private final RankPermutation[] orders;
  private final RandomStream random;
  private final ZipfRanks ranks;
  private long rowsLeft;
  private int linesLeft;
  private int table;
  private int pooled;
  private long page;
  private int nextGap;

  RowAccesses(
      EmbeddingKnobs knobs, long[] firstPages, RankPermutation[] orders, RandomStream random) {
    this.knobs = knobs;
    this.firstPages = firstPages;
    this.orders = orders;
    this.random = random;
    ranks = new ZipfRanks(knobs.rows(), knobs.theta());
    rowsLeft = knobs.iterations() * knobs.rowsOfIteration();
  }

  @Override
  public boolean fill(AccessBatch batch) {
    batch.gapUnitNs(1);
    boolean any = false;
    while (batch.room() > 0 && (linesLeft > 0 || nextRow())) {
      batch.add(Access.of(page, false, nextGap));
      nextGap = 0;
      linesLeft--;
      any = true;
    }
    return any;
  }

  private boolean nextRow() {
    if (rowsLeft == 0) {
      return false;
    }
    rowsLeft--;
    long row = orders[table].at(ranks.draw(random) - 1);
    page = firstPages[table] + ((row * knobs.rowSize()) >>> 12);
    linesLeft = knobs.linesPerRow();
    nextGap = knobs.reduceNs();
    if (++pooled == knobs.pooling()) {
      pooled = 0;
      table = (table + 1) % knobs.tables();
    }
    return true;
  }
}
