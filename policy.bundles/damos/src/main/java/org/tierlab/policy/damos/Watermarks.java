package org.tierlab.policy.damos;

import org.tierlab.api.machine.MachineView;

/**
 * Switches a scheme on and off by the machine's free memory: on when the rate has fallen below the
 * middle mark, off again when it is above the high or below the low one.
 *
 * <p>From mm/damon/core.c. Schemes start switched on.
 */
final class Watermarks {
  private boolean on = true;

  /** What is measured. */
  enum Metric {
    /** Nothing: the scheme stays on. */
    NONE,
    /** Free memory of the machine, in 1/1000. */
    FREE_MEM_RATE
  }

  /** Decides anew; all rates in 1/1000. */
  boolean update(long rate, int high, int mid, int low) {
    if (rate > high || rate < low) {
      on = false;
    } else if (rate < mid) {
      on = true;
    }
    return on;
  }

  static long freeRate(MachineView machine) {
    long free = 0;
    long all = 0;
    for (int node = 0; node < machine.nodes(); node++) {
      free += machine.node(node).freePages();
      all += machine.node(node).capacityPages();
    }
    return free * 1000 / all;
  }
}
