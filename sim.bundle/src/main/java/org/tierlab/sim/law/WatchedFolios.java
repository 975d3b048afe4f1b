package org.tierlab.sim.law;

/**
 * Watched folios of which one can be drawn by its mass. Those whose masses have the same highest
 * bit are in one list, from which a candidate is drawn evenly and taken with a probability of at
 * least one half.
 */
final class WatchedFolios {
  private final Spread spread;
  private final WatchList[] lists = new WatchList[64];
  private final long[] masses = new long[64];
  private long mass;
  private int size;
  private long version;
  private int drawnList;
  private int drawnIndex;

  WatchedFolios(Spread spread) {
    this.spread = spread;
  }

  private static int listOf(long mass) {
    return 63 - Long.numberOfLeadingZeros(mass | 1);
  }

  int size() {
    return size;
  }

  /** The sum of the masses. */
  long mass() {
    return mass;
  }

  void add(int folio) {
    long added = spread.mass(folio);
    int list = listOf(added);
    if (lists[list] == null) {
      lists[list] = new WatchList();
    }
    lists[list].add(folio);
    masses[list] += added;
    mass += added;
    size++;
    version++;
  }

  /** Another number for every change. */
  long version() {
    return version;
  }

  /** Draws one; the sum of the masses is not 0. */
  int draw(Draws draws) {
    drawnList = 0;
    if (!spread.isEven()) {
      long at = draws.below(mass);
      while (at >= masses[drawnList]) {
        at -= masses[drawnList++];
      }
    }
    WatchList list = lists[drawnList];
    while (true) {
      drawnIndex = (int) draws.below(list.size());
      int folio = list.get(drawnIndex);
      if (spread.isEven() || draws.below(2L << drawnList) < spread.mass(folio)) {
        return folio;
      }
    }
  }

  /** Where the folio is that was drawn last: valid as long as it is there. */
  long place() {
    return (long) drawnList << 32 | drawnIndex;
  }

  /** Removes a folio if it is still where it was drawn. */
  boolean removeFrom(long place, int folio) {
    int list = (int) (place >>> 32);
    int index = (int) place;
    if (index >= lists[list].size() || lists[list].get(index) != folio) {
      return false;
    }
    lists[list].remove(index);
    long removed = spread.mass(folio);
    masses[list] -= removed;
    mass -= removed;
    size--;
    version++;
    return true;
  }
}
