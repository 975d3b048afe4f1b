package org.tierlab.sim.task;

/** Is told of every access, one by one. */
@FunctionalInterface
public interface AccessTap {
  /**
   * An access has been served.
   *
   * @param task who made it
   * @param page head page of the folio
   * @param node the node that served it
   */
  void accessed(SimTask task, long page, int node);
}
