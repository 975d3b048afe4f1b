package org.tierlab.source.abit;

import java.util.Arrays;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.machine.MachineView;

/** What one scan of a process has found so far, in pages of 4 KiB. */
final class Findings {
  private final MachineView machine;
  private final long[] scanned;
  private final long[] accessed;
  private long slowAccessed;

  Findings(MachineView machine) {
    this.machine = machine;
    scanned = new long[machine.nodes()];
    accessed = new long[machine.nodes()];
  }

  void clear() {
    Arrays.fill(scanned, 0);
    Arrays.fill(accessed, 0);
    slowAccessed = 0;
  }

  void add(int node, long scannedPages, long accessedPages) {
    scanned[node] += scannedPages;
    accessed[node] += accessedPages;
    if (!machine.node(node).topTier()) {
      slowAccessed += accessedPages;
    }
  }

  long slowAccessed() {
    return slowAccessed;
  }

  /**
   * The fast node with most pages of the process; of equals the first.
   *
   * @param byAccess whether accessed pages count, otherwise scanned ones
   * @return a node, or {@link HotnessEvents#UNKNOWN} if no fast node has any
   */
  int target(boolean byAccess) {
    long[] pages = byAccess ? accessed : scanned;
    int best = HotnessEvents.UNKNOWN;
    for (int node = 0; node < pages.length; node++) {
      boolean more = pages[node] > (best < 0 ? 0 : pages[best]);
      if (more && machine.node(node).topTier()) {
        best = node;
      }
    }
    return best;
  }
}
