package org.tierlab.sim.access;

/**
 * What a cache holds of page-table entries and of data, if every page is accessed as often as every
 * other, independently: Che's approximation of LRU. A line that is accessed at a rate <i>r</i> is
 * there with probability 1 − exp(−<i>rT</i>), where <i>T</i>, the same for all, is such that the
 * cache is full. A line of eight page-table entries is accessed eight times as often as a page, and
 * each of the <i>n</i> lines of a page one <i>n</i>-th as often.
 *
 * <p>Source: H. Che, Y. Tung, Z. Wang, "Hierarchical Web caching systems", 2002. Deviation: real
 * caches are neither LRU nor fully associative.
 */
public final class CacheShares {
  private static final int LINE_BYTES = 64;
  private static final int ENTRIES_OF_LINE = 8;
  private static final int STEPS = 60;

  private final double entries;
  private final double data;

  private CacheShares(double entries, double data) {
    this.entries = entries;
    this.data = data;
  }

  /**
   * Shares for a working set.
   *
   * @param cacheBytes size of the cache
   * @param pages pages in use
   * @param linesPerPage lines of each that are accessed
   * @return what the cache holds
   */
  public static CacheShares of(double cacheBytes, long pages, int linesPerPage) {
    double lines = cacheBytes / LINE_BYTES;
    if (pages == 0 || lines >= (1.0 / ENTRIES_OF_LINE + linesPerPage) * pages) {
      return new CacheShares(1, 1);
    }
    double low = 0;
    double high = 1;
    while (used(high, (double) pages, linesPerPage) < lines) {
      high *= 2;
    }
    for (int i = 0; i < STEPS; i++) {
      double middle = (low + high) / 2;
      if (used(middle, (double) pages, linesPerPage) < lines) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return new CacheShares(present(ENTRIES_OF_LINE * low), present(low / linesPerPage));
  }

  private static double used(double time, double pages, int linesPerPage) {
    return pages
        * (present(ENTRIES_OF_LINE * time) / ENTRIES_OF_LINE
            + linesPerPage * present(time / linesPerPage));
  }

  private static double present(double expected) {
    return -StrictMath.expm1(-expected);
  }

  /**
   * The probability that the entry of an access is in the cache.
   *
   * @return 0 to 1
   */
  public double entries() {
    return entries;
  }

  /**
   * The probability that the data of an access is in the cache.
   *
   * @return 0 to 1
   */
  public double data() {
    return data;
  }
}
