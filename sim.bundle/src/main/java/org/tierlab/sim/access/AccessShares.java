package org.tierlab.sim.access;

import org.tierlab.sim.experiment.Hypotheses;

/**
 * Which share of the accesses to a working set, all pages of which are accessed as often, needs
 * what.
 *
 * @param hit finds its data in the last-level cache
 * @param entryMiss finds no page-table entry there, of those that walk
 * @param walks misses the TLB
 */
public record AccessShares(double hit, double entryMiss, double walks) {

  /**
   * Shares on a machine.
   *
   * @param hypotheses sizes of its cache and TLB, each 0 if it is not modelled
   * @param pages the working set; 0 or less if it is not known, so that all walk
   * @return shares
   */
  public static AccessShares of(Hypotheses hypotheses, long pages) {
    double llcBytes = (double) hypotheses.llcBytes();
    double tlbPages = (double) hypotheses.tlbPages();
    return of(llcBytes, tlbPages, pages, hypotheses.linesPerPage());
  }

  /**
   * Shares with a cache and a TLB of any size.
   *
   * @param llcBytes last-level cache, 0 if it is not modelled: all data and no page-table entry
   *     misses it
   * @param tlbPages pages that the TLB reaches, 0 if it is not modelled: every access walks
   * @param pages the working set; 0 or less if it is not known, so that all walk
   * @param linesPerPage lines of a page that are accessed, 1 to 64
   * @return shares
   */
  public static AccessShares of(double llcBytes, double tlbPages, long pages, int linesPerPage) {
    double walks = walks(tlbPages, pages);
    if (llcBytes == 0) {
      return new AccessShares(0, 0, walks);
    }
    CacheShares cache = CacheShares.of(llcBytes, Math.max(0, pages), linesPerPage);
    return new AccessShares(cache.data(), 1 - cache.entries(), walks);
  }

  /**
   * The share of accesses that misses the TLB.
   *
   * @param tlbPages pages that it reaches, 0 if it is not modelled: every access walks
   * @param pages the working set; 0 or less if it is not known, so that all walk
   * @return 0 to 1
   */
  public static double walks(double tlbPages, long pages) {
    return tlbPages == 0 || pages <= 0 ? 1 : Math.max(0, 1 - tlbPages / pages);
  }
}
