package org.tierlab.command.bench;

import java.util.Arrays;
import org.tierlab.api.workload.Access;

/**
 * The least that an exact simulation has to do: over flat arrays, for each page set a bit in the
 * byte that stands for its page-table entry and add the latency of the node that the byte names.
 */
final class BareLoop {
  private static final int NODE_SHIFT = 4;

  private final byte[] entries;
  private final long[] latencyPs = {125_000, 275_000, 0, 0, 0, 0, 0, 0};
  private long nowPs;

  BareLoop(int pages) {
    entries = new byte[pages];
    Arrays.fill(entries, (byte) (1 << NODE_SHIFT));
  }

  /** Reads pages, already without what else an access carries. */
  void read(int[] pages) {
    byte[] table = entries;
    long now = nowPs;
    for (int page : pages) {
      int entry = table[page];
      table[page] = (byte) (entry | 1);
      now += latencyPs[(entry >> NODE_SHIFT) & 7];
    }
    nowPs = now;
  }

  /** Reads packed accesses. */
  void read(long[] packed, int count) {
    byte[] table = entries;
    long now = nowPs;
    for (int i = 0; i < count; i++) {
      int page = (int) (packed[i] >>> Access.PAGE_SHIFT);
      int entry = table[page];
      table[page] = (byte) (entry | 1);
      now += latencyPs[(entry >> NODE_SHIFT) & 7];
    }
    nowPs = now;
  }

  /** What the accesses took; to be used, lest the loops are optimised away. */
  long nowPs() {
    return nowPs;
  }
}
