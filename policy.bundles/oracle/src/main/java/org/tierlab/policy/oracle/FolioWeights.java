package org.tierlab.policy.oracle;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;

/** What the folios that are about to be accessed are worth: accesses, each by what it takes. */
final class FolioWeights {
  /** Weight of an access of a task that waits for each miss by itself. */
  private static final double UNIT = 16;

  /** Bits of a folio's index in a sort key. */
  private static final int INDEX_BITS = 25;

  private static final int MAX_ORDER = 9;

  private final Map<AddressSpaceView, int[]> weights = new LinkedHashMap<>();
  private AddressSpaceView[] mms = new AddressSpaceView[1024];
  private int[] heads = new int[1024];
  private long[] keys = new long[1024];
  private int size;

  /** Adds what a task is about to access. */
  void add(Lookahead ahead, int accesses, double overlappingMisses) {
    AddressSpaceView mm = ahead.task().mm();
    int[] ofMm = weights.computeIfAbsent(mm, key -> new int[Math.toIntExact(key.pages())]);
    int weight = (int) Math.max(1, Math.round(UNIT / overlappingMisses));
    Vma vma = null;
    for (int i = 0; i < accesses; i++) {
      int page = ahead.page(i);
      if (vma == null || page < vma.firstPage() || page >= vma.endPage()) {
        vma = mm.vmaOf(page);
      }
      int head = page & -vma.folioPages();
      if (ofMm[head] == 0) {
        append(mm, head);
      }
      ofMm[head] += weight;
    }
  }

  private void append(AddressSpaceView mm, int head) {
    if (size == heads.length) {
      mms = Arrays.copyOf(mms, 2 * size);
      heads = Arrays.copyOf(heads, 2 * size);
      keys = Arrays.copyOf(keys, 2 * size);
    }
    mms[size] = mm;
    heads[size++] = head;
  }

  /** Sorts the folios by weight per page; of equals, those that are fast already come first. */
  void sort(FastFolios fast) {
    for (int i = 0; i < size; i++) {
      long perPage = (long) weight(mms[i], heads[i]) << (MAX_ORDER - order(i));
      long key = perPage << 1 | (fast.holds(mms[i], heads[i]) ? 1 : 0);
      keys[i] = key << INDEX_BITS | i;
    }
    Arrays.sort(keys, 0, size);
  }

  /** Is asked of a folio whether it is fast. */
  interface FastFolios {
    boolean holds(AddressSpaceView mm, long head);
  }

  private int order(int i) {
    return mms[i].vmaOf(heads[i]).order();
  }

  int size() {
    return size;
  }

  /** The address space of the folio of a rank, 0 for the one that is worth most per page. */
  AddressSpaceView mm(int rank) {
    return mms[index(rank)];
  }

  /** Its head page. */
  int head(int rank) {
    return heads[index(rank)];
  }

  private int index(int rank) {
    return (int) keys[size - 1 - rank] & ((1 << INDEX_BITS) - 1);
  }

  private int weight(AddressSpaceView mm, int head) {
    int[] ofMm = weights.get(mm);
    return ofMm == null ? 0 : ofMm[head];
  }

  /** Forgets everything. */
  void clear() {
    for (int i = 0; i < size; i++) {
      int[] ofMm = weights.get(mms[i]);
      if (ofMm != null) {
        ofMm[heads[i]] = 0;
      }
    }
    size = 0;
    weights.keySet().removeIf(AddressSpaceView::exited);
  }
}
