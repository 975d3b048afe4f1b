package org.tierlab.sim.tape;

import org.tierlab.sim.law.PageShares;

/** Is told where accesses go, and changes nothing. The recording. */
public interface AccessObserver {
  /**
   * Accesses were served.
   *
   * @param mm number of the address space
   * @param accesses packed
   * @param from index of the first
   * @param to index after the last
   */
  void served(int mm, long[] accesses, int from, int to);

  /**
   * Accesses were drawn many at a time.
   *
   * @param mm number of the address space
   * @param shares the law that they follow, the same object every time
   * @param count how many
   */
  void drawn(int mm, PageShares shares, long count);
}
