package org.tierlab.sim.memory;

/** Is told where folios are, and changes nothing. */
@FunctionalInterface
public interface ResidencyListener {
  /** No node. */
  int NOWHERE = -1;

  /**
   * A folio has come, gone or moved.
   *
   * @param mm number of its address space
   * @param page its head page
   * @param from the node that it has left, {@link #NOWHERE} if it is new
   * @param to where it is from now on, {@link #NOWHERE} if it is freed
   * @param folioPages its size
   */
  void moved(int mm, long page, int from, int to, int folioPages);
}
