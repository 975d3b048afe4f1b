package org.tierlab.workload.abench;

import org.tierlab.api.time.RandomStream;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.api.workload.AccessGenerator;

/**
 * The accesses of one thread. Each takes one random number: its upper bits, scaled by a
 * multiplication, choose the page; its lowest 24, which the page hardly depends on, choose between
 * load and store. A page's probability is off by at most 2⁻⁶³ × the number of pages.
 *
 * <p>The unit of a batch's gaps is the think time, so that the first access of every iteration but
 * the first has a gap of one and all others of none.
 */
final class UniformAccesses implements AccessGenerator {
  private static final int WRITE_BITS = 24;

  private final RandomStream random;
  private final long firstPage;
  private final long scale;
  private final long writeBelow;
  private final long thinkTimeNs;
  private final long perIteration;
  private long iterationsLeft;
  private long leftInIteration;
  private int nextGap;

  UniformAccesses(AbenchKnobs knobs, long firstPage, RandomStream random) {
    this.random = random;
    this.firstPage = firstPage;
    this.scale = knobs.regionPages() * 2;
    this.writeBelow = Math.round(knobs.writeFraction() * (1 << WRITE_BITS));
    this.thinkTimeNs = knobs.thinkTime();
    this.perIteration = knobs.accessesOfIteration();
    this.iterationsLeft = knobs.iterations() - 1;
    this.leftInIteration = perIteration;
  }

  @Override
  public boolean fill(AccessBatch batch) {
    batch.gapUnitNs((double) thinkTimeNs);
    boolean any = false;
    while (batch.room() > 0 && startIteration()) {
      int count = (int) Math.min(batch.room(), leftInIteration);
      batch.add(draw(nextGap));
      nextGap = 0;
      for (int i = 1; i < count; i++) {
        batch.add(draw(0));
      }
      leftInIteration -= count;
      any = true;
    }
    return any;
  }

  private boolean startIteration() {
    if (leftInIteration == 0 && iterationsLeft > 0) {
      iterationsLeft--;
      leftInIteration = perIteration;
      nextGap = 1;
    }
    return leftInIteration > 0;
  }

  private long draw(int gap) {
    long bits = random.nextLong();
    long page = firstPage + Math.multiplyHigh(bits >>> 1, scale);
    boolean write = (bits & ((1 << WRITE_BITS) - 1)) < writeBelow;
    return Access.of(page, write, gap);
  }
}
