package org.tierlab.sim.law;

import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.AccessLaw.Component;
import org.tierlab.api.workload.AccessLaw.Uniform;
import org.tierlab.api.workload.AccessLaw.Zipf;
import org.tierlab.api.workload.RankPermutation;
import org.tierlab.api.workload.ZipfRanks;

/** Works out how likely the folios of a component's range are. */
final class Spreads {
  /** Ranks over which the density is taken as a straight line, far from the first. */
  private static final int BLOCK = 64;

  private static final long STRAIGHT_FROM = 1L << 20;

  private Spreads() {}

  static Spread of(Component part, Vma vma) {
    long firstFolio = part.firstPage() >>> vma.order();
    int folios =
        Math.toIntExact(((part.firstPage() + part.pages() - 1) >>> vma.order()) - firstFolio + 1);
    if (part.pattern() instanceof Zipf zipf) {
      return zipf(part, zipf, vma.order(), firstFolio, folios);
    }
    if (!(part.pattern() instanceof Uniform)) {
      throw new IllegalArgumentException("no independent draws: " + part.pattern());
    }
    if (part.pages() == (long) folios << vma.order()) {
      return Spread.even(folios);
    }
    float[] weights = new float[folios];
    for (int folio = 0; folio < folios; folio++) {
      long from = Math.max(part.firstPage(), (firstFolio + folio) << vma.order());
      long to = Math.min(part.firstPage() + part.pages(), (firstFolio + folio + 1) << vma.order());
      weights[folio] = to - from;
    }
    return Spread.of(
        weights,
        random ->
            (int)
                (((part.firstPage() + random.nextLong(part.pages())) >>> vma.order())
                    - firstFolio));
  }

  private static Spread zipf(Component part, Zipf zipf, int order, long firstFolio, int folios) {
    long items = Math.multiplyExact(part.pages(), (long) zipf.itemsPerPage());
    RankPermutation places = new RankPermutation(items, zipf.permutationSeed());
    long first = part.firstPage();
    int perPage = zipf.itemsPerPage();
    float[] weights = new float[folios];
    for (long from = 1; from <= items; ) {
      // From a million on the density is a straight line over 64 ranks, to 1e-9 of itself.
      int block = from < STRAIGHT_FROM ? 1 : BLOCK;
      long to = Math.min(items + 1, from + block);
      double density = density(from, zipf.theta());
      double slope = (density(from + block, zipf.theta()) - density) / block;
      for (long rank = from; rank < to; rank++) {
        long page = first + places.at(rank - 1) / perPage;
        weights[(int) ((page >>> order) - firstFolio)] += (float) (density + slope * (rank - from));
      }
      from = to;
    }
    ZipfRanks ranks = new ZipfRanks(items, zipf.theta());
    return Spread.of(
        weights,
        random ->
            (int) (((first + places.at(ranks.draw(random) - 1) / perPage) >>> order) - firstFolio));
  }

  private static double density(long rank, double theta) {
    return StrictMath.exp(-theta * StrictMath.log((double) rank));
  }
}
