package org.tierlab.workload.filecache;

import org.tierlab.api.memory.Vma;
import org.tierlab.api.time.RandomStream;
import org.tierlab.api.workload.RankPermutation;
import org.tierlab.api.workload.ZipfRanks;

/** Chooses pages of a file or mapping by a Zipf law whose ranks are scattered over it. */
final class PageChoice {
  private final long firstPage;
  private final ZipfRanks ranks;
  private final RankPermutation places;
  private final RandomStream random;

  PageChoice(Vma range, double theta, long placesSeed, RandomStream random) {
    firstPage = range.firstPage();
    ranks = new ZipfRanks(range.pages(), theta);
    places = new RankPermutation(range.pages(), placesSeed);
    this.random = random;
  }

  long next() {
    return firstPage + places.at(ranks.draw(random) - 1);
  }
}
