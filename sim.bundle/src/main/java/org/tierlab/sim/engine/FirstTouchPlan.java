package org.tierlab.sim.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.tierlab.sim.memory.AddressSpace;

/** Where a bound wants pages that are not present yet. */
final class FirstTouchPlan {
  private static final int USUAL = -1;

  /** By address space, a byte a page: the node and one more, 0 for none. */
  private final Map<AddressSpace, byte[]> nodes = new HashMap<>();

  private int all = USUAL;

  /** Plans one folio. */
  void plan(AddressSpace mm, long page, int node) {
    byte[] ofMm =
        nodes.computeIfAbsent(mm, key -> new byte[Math.toIntExact(Math.min(key.pages(), 1 << 30))]);
    if (page < ofMm.length) {
      ofMm[(int) page] = (byte) (node + 1);
    }
  }

  /** Plans all folios that are not planned by themselves. */
  void all(int node) {
    nodes.values().forEach(ofMm -> Arrays.fill(ofMm, (byte) 0));
    all = node;
  }

  /** Where a folio is wanted, −1 for the usual choice. */
  int node(AddressSpace mm, long page) {
    byte[] ofMm = nodes.get(mm);
    int planned = ofMm == null || page >= ofMm.length ? 0 : ofMm[(int) page];
    return planned > 0 ? planned - 1 : all;
  }
}
