package org.tierlab.sim.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.workload.AccessLaw.Component;
import org.tierlab.api.workload.AccessLaw.Pattern;
import org.tierlab.api.workload.AccessLaw.Uniform;
import org.tierlab.api.workload.AccessLaw.Zipf;
import org.tierlab.api.workload.RankPermutation;
import org.tierlab.sim.memory.PageStore;
import org.tierlab.sim.memory.SourceMarks;

/** Folios with likelihoods of their own: what is drawn has the law that was stated. */
class IndependentPagesTest {
  private static final int ROUNDS = 4000;
  private static final int PAGES = 128;
  private static final int ITEMS = 4;
  private static final double THETA = 0.8;

  private final double[] nodes = new double[2];
  private LawMemory memory = new LawMemory(PAGES, 0);

  private IndependentPages pages(
      int order, double writes, Pattern pattern, long first, long length) {
    memory = new LawMemory(PAGES, order);
    IndependentPages pages =
        new IndependentPages(
            memory.mm.store(),
            new Component(first, length, 1, writes, pattern),
            memory.vma(),
            LawMemory.random(3));
    memory.mm.store().draw(pages);
    return pages;
  }

  private static double[] shares(IndependentPages pages) {
    double[] shares = new double[2];
    pages.addShares(1, shares);
    return shares;
  }

  /** The probability of each folio by the definition of the law. */
  private static double[] zipf(int order) {
    RankPermutation places = new RankPermutation((long) PAGES * ITEMS, 11);
    double[] shares = new double[PAGES >> order];
    double sum = 0;
    for (int rank = 1; rank <= PAGES * ITEMS; rank++) {
      sum += Math.pow(rank, -THETA);
    }
    for (int rank = 1; rank <= PAGES * ITEMS; rank++) {
      shares[(int) (places.at(rank - 1) / ITEMS) >> order] += Math.pow(rank, -THETA) / sum;
    }
    return shares;
  }

  /** Both bits of each folio are set as often as so many accesses set them. */
  @ParameterizedTest
  @CsvSource({"0,0.3", "2,0", "3,1"})
  void bitsAreThoseOfTheLaw(int order, double writes) {
    IndependentPages pages = pages(order, writes, new Zipf(THETA, 11, ITEMS), 0, PAGES);
    double[] shares = zipf(order);
    int accesses = 60;
    int[] accessed = new int[shares.length];
    int[] dirty = new int[shares.length];
    long[] bits = new long[2];
    for (int round = 0; round < ROUNDS; round++) {
      pages.serve(accesses, nodes);
      memory.mm.store().accessed(0, 2, bits);
      count(bits, order, accessed);
      memory.mm.store().dirty(0, 2, bits);
      count(bits, order, dirty);
      for (int page = 0; page < PAGES; page += 1 << order) {
        memory.clear(page);
      }
    }
    assertThat(nodes[1]).isCloseTo((double) ROUNDS * accesses, within(1e-3));
    for (int folio = 0; folio < shares.length; folio++) {
      assertShare(accessed[folio], 1 - Math.exp(-accesses * shares[folio]));
      assertShare(dirty[folio], 1 - Math.exp(-accesses * shares[folio] * writes));
    }
  }

  /** Five standard deviations. */
  private static void assertShare(int count, double expected) {
    double sigma = Math.sqrt(expected * (1 - expected) / ROUNDS);
    assertThat((double) count / ROUNDS).isCloseTo(expected, within(5 * sigma + 1e-12));
  }

  private static void count(long[] bits, int order, int[] counts) {
    for (int page = 0; page < PAGES; page += 1 << order) {
      counts[page >> order] += (int) (bits[page >>> 6] >>> page & 1);
    }
  }

  @Test
  void watchedFoliosAreMetByLikelihood() {
    IndependentPages pages = pages(0, 0, new Zipf(THETA, 11, ITEMS), 0, PAGES);
    double[] shares = zipf(0);
    double watched = 0;
    for (int page = 0; page < PAGES; page += 3) {
      memory.mm.beginMigration(page, 0);
      watched += shares[page];
    }
    assertThat(pages.watchedShare()).isCloseTo(watched, within(1e-6));
    int[] met = new int[PAGES];
    for (int round = 0; round < ROUNDS; round++) {
      met[(int) pages.meet()]++;
    }
    for (int page = 0; page < PAGES; page++) {
      assertShare(met[page], page % 3 == 0 ? shares[page] / watched : 0);
    }
  }

  /** What moves is served elsewhere; what is met and plain again is watched no more. */
  @Test
  void nodesServeByTheLikelihoodOfTheirFolios() {
    IndependentPages pages = pages(0, 0, new Zipf(THETA, 11, ITEMS), 0, PAGES);
    double[] shares = zipf(0);
    int hottest = 0;
    for (int page = 0; page < PAGES; page++) {
      hottest = shares[page] > shares[hottest] ? page : hottest;
    }
    int entry = memory.mm.store().entry(hottest);
    memory.mm.beginMigration(hottest, 0);
    assertThat(shares(pages)[1]).isCloseTo(1, within(1e-12));
    memory.mm.endMigration(hottest, 1, 0, true, entry);
    assertThat(pages.watched()).isEqualTo(1);
    assertThat(pages.meet()).isEqualTo(hottest);
    pages.met(pages.place(), hottest);
    assertThat(pages.watched()).isZero();
    assertThat(shares(pages)[0]).isCloseTo(shares[hottest], within(1e-6));
  }

  /**
   * What happened to an entry before it was marked is not lost, and nothing happens to it after.
   */
  @Test
  void marksWatchFoliosWhoseBitsAreDrawn() {
    IndependentPages pages = pages(0, 1, new Uniform(), 0, PAGES);
    SourceMarks marks = new SourceMarks();
    pages.serve(100_000, nodes);

    assertThat(marks.mark(memory.mm, 0, 1, new long[] {0b1011})).isEqualTo(3);

    assertThat(pages.watched()).isEqualTo(3);
    assertThat(pages.watchedShare()).isCloseTo(3.0 / PAGES, within(1e-12));
    assertThat(memory.mm.store().state(0) & PageStore.DIRTY).isNotZero();
    memory.clear(2);
    pages.serve(100_000, nodes);
    long[] bits = new long[1];
    memory.mm.store().dirty(0, 1, bits);
    assertThat(bits[0]).isEqualTo(-1L);
    assertThat(marks.mark(memory.mm, 0, 1, new long[] {0b1011})).as("marked already").isZero();
    assertThat(pages.watched()).isEqualTo(3);
  }

  /** Whoever was drawn is met, unless others are watched by then. */
  @Test
  void whoWasDrawnIsMet() {
    IndependentPages pages = pages(0, 0, new Uniform(), 0, PAGES);
    SourceMarks marks = new SourceMarks();
    marks.mark(memory.mm, 0, 1, new long[] {1});
    pages.drawWatched();
    assertThat(pages.meet()).isZero();
    pages.drawWatched();
    SourceMarks.restore(memory.mm, 0);
    pages.met(pages.place(), 0);
    marks.mark(memory.mm, 64, 1, new long[] {1});
    assertThat(pages.meet()).isEqualTo(64);
  }

  /** Folios at the ends of a range count for the pages that it covers. */
  @Test
  void rangesMayEndWithinFolios() {
    IndependentPages pages = pages(3, 0, new Uniform(), 6, 12);
    memory.mm.beginMigration(0, 0);
    assertThat(pages.watchedShare()).isCloseTo(2 / 12.0, within(1e-6));
    memory.mm.beginMigration(8, 0);
    assertThat(pages.watchedShare()).isCloseTo(10 / 12.0, within(1e-6));
    assertThat(pages.share(0, 8)).isCloseTo(2 / 12.0, within(1e-6));
    assertThat(pages.share(8, 12)).isCloseTo(4 / 12.0, within(1e-6));
  }
}
