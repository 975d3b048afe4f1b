package org.tierlab.sim.law;

/** How likely an access is to go to which pages. */
@FunctionalInterface
public interface PageShares {
  /**
   * The probability that an access goes to a range of pages.
   *
   * @param firstPage its first page
   * @param endPage the page after its last
   * @return 0 … 1; over all pages of the range that the law covers it adds up to 1
   */
  double share(long firstPage, long endPage);

  /** What was asked has been taken down: shares may be those of later accesses from now on. */
  default void shown() {}
}
