package org.tierlab.sim.memory;

import java.util.ArrayList;
import java.util.List;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.Lru;
import org.tierlab.api.memory.LruBatch;

/**
 * Active and inactive lists of all nodes.
 *
 * <p>Their order is clock order: a hand per list walks the page tables. It stands for the kernel's
 * insertion order, at no cost per page when a folio is added or moved.
 */
public final class LruLists {
  private final List<AddressSpace> mms = new ArrayList<>();
  private final NodeLists[] nodes;

  /**
   * Makes empty lists.
   *
   * @param nodeCount number of nodes
   */
  public LruLists(int nodeCount) {
    nodes = new NodeLists[nodeCount];
    for (int node = 0; node < nodeCount; node++) {
      nodes[node] = new NodeLists(node);
    }
  }

  /**
   * Makes an address space's folios visible to the hands.
   *
   * @param mm sealed
   */
  public void add(AddressSpace mm) {
    mms.add(mm);
  }

  void added(int node, long pages, boolean active) {
    nodes[node].changed(pages, active);
  }

  void removed(int node, long pages, boolean active) {
    nodes[node].changed(-pages, active);
  }

  /**
   * The lists of a node.
   *
   * @param node a node
   * @return its lists
   */
  public Lru of(int node) {
    return nodes[node];
  }

  private final class NodeLists implements Lru {
    private final int node;
    private final Hand inactiveHand = new Hand();
    private final Hand activeHand = new Hand();
    private long active;
    private long inactive;

    NodeLists(int node) {
      this.node = node;
    }

    void changed(long pages, boolean isActive) {
      if (isActive) {
        active += pages;
      } else {
        inactive += pages;
      }
    }

    @Override
    public long inactivePages() {
      return inactive;
    }

    @Override
    public long activePages() {
      return active;
    }

    @Override
    public int scanInactive(int maxPages, LruBatch out) {
      return inactiveHand.take(node, false, (int) Math.min(maxPages, inactive), out);
    }

    @Override
    public int scanActive(int maxPages, LruBatch out) {
      return activeHand.take(node, true, (int) Math.min(maxPages, active), out);
    }

    @Override
    public void markAccessed(AddressSpaceView space, long page) {
      PageStore store = ((AddressSpace) space).store();
      if (store.nodeOf(page) != node) {
        return;
      }
      boolean second = store.flag(FolioFlag.REFERENCED, page);
      if (!second || !store.flag(FolioFlag.ACTIVE, page)) {
        store.plane(FolioFlag.REFERENCED)[(int) (page >>> 6)] ^= 1L << page;
      }
      if (second) {
        activate(space, page);
      }
    }

    @Override
    public void activate(AddressSpaceView space, long page) {
      move((AddressSpace) space, page, true);
    }

    @Override
    public void activate(LruBatch batch, int i) {
      activate(batch.mm(i), batch.page(i));
    }

    @Override
    public void deactivate(LruBatch batch, int i) {
      move((AddressSpace) batch.mm(i), batch.page(i), false);
    }

    private void move(AddressSpace mm, long page, boolean toActive) {
      PageStore store = mm.store();
      if (store.nodeOf(page) != node || store.flag(FolioFlag.ACTIVE, page) == toActive) {
        return;
      }
      int pages = mm.vmaOf(page).folioPages();
      changed(-pages, !toActive);
      changed(pages, toActive);
      store.plane(FolioFlag.ACTIVE)[(int) (page >>> 6)] ^= 1L << page;
    }
  }

  /** Where a list's walk over the page tables has got to. */
  private final class Hand {
    private final long[] word = new long[1];
    private final long[] other = new long[1];
    private int mm;
    private long nextPage;

    int take(int node, boolean active, int maxPages, LruBatch out) {
      out.clear();
      int taken = 0;
      int firstMm = mm;
      long firstPage = nextPage;
      boolean wrapped = false;
      while (taken < maxPages) {
        if (mm >= mms.size()) {
          if (wrapped) {
            break;
          }
          wrapped = true;
          mm = 0;
          nextPage = 0;
          continue;
        }
        if (wrapped && (mm > firstMm || (mm == firstMm && nextPage >= firstPage))) {
          break;
        }
        AddressSpace space = mms.get(mm);
        if (nextPage >= space.pages() || space.exited()) {
          mm++;
          nextPage = 0;
          continue;
        }
        long end = wrapped && mm == firstMm ? firstPage : space.pages();
        taken += takeWord(space, node, active, end, maxPages - taken, out);
      }
      return taken;
    }

    private int takeWord(
        AddressSpace space, int node, boolean active, long end, int max, LruBatch out) {
      PageStore store = space.store();
      long firstPage = nextPage & ~63L;
      store.onNodes(firstPage, 1, 1 << node, word);
      store.flag(FolioFlag.ACTIVE, firstPage, 1, other);
      long found = word[0] & (active ? other[0] : ~other[0]) & (-1L << (nextPage & 63));
      if (end - firstPage < 64) {
        found &= (1L << (end - firstPage)) - 1;
      }
      int taken = 0;
      while (found != 0 && taken < max) {
        long page = firstPage + Long.numberOfTrailingZeros(found);
        found &= found - 1;
        boolean accessed = testAndClearAccessed(store, page);
        out.add(space, page, accessed, store.flag(FolioFlag.REFERENCED, page));
        if (!active) {
          note(store, page, accessed);
        }
        taken += space.vmaOf(page).folioPages();
        nextPage = page + 1;
      }
      if (found == 0) {
        nextPage = Math.min(end, firstPage + 64);
      }
      return taken;
    }

    private static void note(PageStore store, long page, boolean accessed) {
      long[] referenced = store.plane(FolioFlag.REFERENCED);
      int index = (int) (page >>> 6);
      referenced[index] =
          accessed ? referenced[index] | (1L << page) : referenced[index] & ~(1L << page);
    }

    private static boolean testAndClearAccessed(PageStore store, long page) {
      int entry = store.entry(page);
      long[] young = store.plane(FolioFlag.YOUNG);
      long bit = 1L << page;
      int index = (int) (page >>> 6);
      boolean referenced = (entry & PageStore.ACCESSED) != 0 || (young[index] & bit) != 0;
      store.setEntry(page, entry & ~PageStore.ACCESSED);
      young[index] &= ~bit;
      if ((entry & PageStore.ACCESSED) != 0) {
        store.plane(FolioFlag.IDLE)[index] &= ~bit;
      }
      return referenced;
    }
  }
}
