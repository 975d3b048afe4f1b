package org.tierlab.policy.homenode;

/**
 * How the hint faults of a task, or of all tasks of an address space, are spread over the nodes of
 * the memory that they were on.
 */
final class FaultWeights {
  /** The weight of a node that has all faults (published). */
  static final int ALL = 1000;

  private final long[] faults;
  private long total;

  FaultWeights(int nodes) {
    faults = new long[nodes];
  }

  void count(int node, long pages) {
    faults[node] += pages;
    total += pages;
  }

  /**
   * The thousandth part of the faults that a node has, rounded down; 0 if there are none at all.
   */
  int weight(int node) {
    return total == 0 ? 0 : (int) (ALL * faults[node] / total);
  }

  boolean known() {
    return total > 0;
  }

  /** Lets older faults count half as much as newer ones. */
  void halve() {
    total = 0;
    for (int node = 0; node < faults.length; node++) {
      faults[node] /= 2;
      total += faults[node];
    }
  }

  /**
   * The node with the greatest weight.
   *
   * @param present wins a tie
   * @param permitted bit <i>n</i> for a node that may be answered
   * @return a permitted node, or {@code present}
   */
  int best(int present, int permitted) {
    int best = present;
    for (int node = 0; node < faults.length; node++) {
      if ((permitted >> node & 1) != 0 && faults[node] > faults[best]) {
        best = node;
      }
    }
    return best;
  }
}
