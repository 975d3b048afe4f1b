package org.tierlab.workload.kv;

import org.tierlab.api.time.RandomStream;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.api.workload.AccessGenerator;
import org.tierlab.api.workload.RankPermutation;
import org.tierlab.api.workload.ZipfRanks;

/** The accesses of one thread: a key by its rank, then all pages of its value in order. */
final class KeyAccesses implements AccessGenerator {
  private final KvKnobs knobs;
  private final long firstPage;
  private final long[] places;
  private final RandomStream random;
  private final ZipfRanks ranks;
  private int phase;
  private long leftInPhase;
  private RankPermutation order;
  private long nextPage;
  private long lastPage = -1;
  private boolean write;
  private int nextGap;

  /** Takes one permutation seed for each phase. */
  KeyAccesses(KvKnobs knobs, long firstPage, long[] places, RandomStream random) {
    this.knobs = knobs;
    this.firstPage = firstPage;
    this.places = places;
    this.random = random;
    ranks = new ZipfRanks(knobs.keys(), knobs.theta());
    order = new RankPermutation(knobs.keys(), places[0]);
    leftInPhase = knobs.operationsOf(0);
  }

  @Override
  public boolean fill(AccessBatch batch) {
    batch.gapUnitNs(1);
    boolean any = false;
    while (batch.room() > 0 && (nextPage <= lastPage || nextOperation())) {
      batch.add(Access.of(firstPage + nextPage, write, nextGap));
      nextGap = 0;
      nextPage++;
      any = true;
    }
    return any;
  }

  private boolean nextOperation() {
    while (leftInPhase == 0) {
      if (phase + 1 == knobs.phases()) {
        return false;
      }
      phase++;
      leftInPhase = knobs.operationsOf(phase);
      order = new RankPermutation(knobs.keys(), places[phase]);
    }
    leftInPhase--;
    long start = order.at(ranks.draw(random) - 1) * knobs.valueSize();
    nextPage = start >>> 12;
    lastPage = (start + knobs.valueSize() - 1) >>> 12;
    write = knobs.writeFraction() > 0 && random.nextDouble() < knobs.writeFraction();
    nextGap = knobs.thinkTime();
    return true;
  }
}
