package org.tierlab.api.workload;

/**
 * Where the pages of a VMA start.
 *
 * @param node the node that is filled at the start, or {@link #FIRST_TOUCH}
 */
public record Placement(int node) {
  /** Nothing is present at the start; the first access allocates, local node first. */
  public static final int FIRST_TOUCH = -1;

  /**
   * Allocation at the first touch.
   *
   * @return the placement
   */
  public static Placement firstTouch() {
    return new Placement(FIRST_TOUCH);
  }

  /**
   * Everything present from the start on one node.
   *
   * @param node the node
   * @return the placement
   */
  public static Placement on(int node) {
    return new Placement(node);
  }
}
