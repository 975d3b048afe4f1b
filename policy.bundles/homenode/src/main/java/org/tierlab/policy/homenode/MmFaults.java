package org.tierlab.policy.homenode;

import java.util.Arrays;

/** The faults of an address space, and the node that last faulted on each of its pages. */
final class MmFaults {
  private final FaultWeights weights;
  private int sequence;
  private byte[] lastNid = {};

  MmFaults(int nodes, int sequence) {
    weights = new FaultWeights(nodes);
    this.sequence = sequence;
  }

  FaultWeights weights() {
    return weights;
  }

  /** Halves the faults once after each pass, whichever task notices first. */
  void halveAfterPass(int mmSequence) {
    if (mmSequence != sequence) {
      sequence = mmSequence;
      weights.halve();
    }
  }

  /**
   * Notes a fault on a page.
   *
   * @param page the page
   * @param node the node that faults
   * @param pages of the address space
   * @return the node that faulted last, −1 if none did
   */
  int exchangeLastNid(long page, int node, long pages) {
    if (page >= lastNid.length) {
      lastNid = Arrays.copyOf(lastNid, Math.toIntExact(pages));
    }
    int last = lastNid[(int) page] - 1;
    lastNid[(int) page] = (byte) (node + 1);
    return last;
  }
}
