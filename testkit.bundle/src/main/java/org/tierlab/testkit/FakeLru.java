package org.tierlab.testkit;

import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.Lru;
import org.tierlab.api.memory.LruBatch;
import org.tierlab.api.memory.Vma;

/** The LRU lists of a node, found by walking the page tables in clock order. */
final class FakeLru implements Lru {
  private final FakeRun run;
  private final int node;
  private final Hand inactiveHand = new Hand();
  private final Hand activeHand = new Hand();

  FakeLru(FakeRun run, int node) {
    this.run = run;
    this.node = node;
  }

  /** Where the last isolation ended. */
  private static final class Hand {
    private int mm;
    private long page;
  }

  @Override
  public long inactivePages() {
    return count(false);
  }

  @Override
  public long activePages() {
    return count(true);
  }

  private long count(boolean active) {
    long pages = 0;
    for (FakeMm mm : run.processes().spaces()) {
      for (Vma vma : mm.vmas()) {
        for (long page = vma.firstPage(); page < vma.endPage(); page += vma.folioPages()) {
          pages += listed(mm, page, active) ? vma.folioPages() : 0;
        }
      }
    }
    return pages;
  }

  private boolean listed(FakeMm mm, long page, boolean active) {
    return mm.table().nodeOf(page) == node && mm.flagged(FolioFlag.ACTIVE, page) == active;
  }

  @Override
  public int scanInactive(int maxPages, LruBatch out) {
    return scan(inactiveHand, maxPages, false, out);
  }

  @Override
  public int scanActive(int maxPages, LruBatch out) {
    return scan(activeHand, maxPages, true, out);
  }

  private int scan(Hand hand, int maxPages, boolean active, LruBatch out) {
    out.clear();
    long left = run.processes().spaces().stream().mapToLong(FakeMm::pages).sum();
    int looked = 0;
    while (left > 0 && looked < maxPages) {
      FakeMm mm = run.processes().addressSpace(hand.mm);
      if (mm == null) {
        hand.mm = 0;
        hand.page = 0;
      } else if (mm.exited() || hand.page >= mm.pages()) {
        hand.mm++;
        hand.page = 0;
      } else {
        if (listed(mm, hand.page, active)) {
          boolean referencedBefore = mm.flagged(FolioFlag.REFERENCED, hand.page);
          boolean referenced = testAndClear(mm, hand.page);
          if (!active) {
            mm.table().setFlag(FolioFlag.REFERENCED, hand.page, referenced);
          }
          out.add(mm, hand.page, referenced, referencedBefore);
          looked += mm.vmaOf(hand.page).folioPages();
        }
        hand.page++;
        left--;
      }
    }
    return looked;
  }

  private static boolean testAndClear(FakeMm mm, long page) {
    boolean referenced = mm.accessed(page) || mm.flagged(FolioFlag.YOUNG, page);
    mm.table().clearAccessed(page);
    mm.table().setFlag(FolioFlag.YOUNG, page, false);
    return referenced;
  }

  @Override
  public void markAccessed(AddressSpaceView mm, long page) {
    FakeMm fake = run.processes().fake(mm);
    if (mm.pageTable().nodeOf(page) != node) {
      return;
    }
    boolean active = fake.flagged(FolioFlag.ACTIVE, page);
    boolean second = fake.flagged(FolioFlag.REFERENCED, page);
    fake.table().setFlag(FolioFlag.REFERENCED, page, active || !second);
    if (second) {
      fake.flag(FolioFlag.ACTIVE, page, true);
    }
  }

  @Override
  public void activate(AddressSpaceView mm, long page) {
    if (mm.pageTable().nodeOf(page) == node) {
      run.processes().fake(mm).flag(FolioFlag.ACTIVE, page, true);
    }
  }

  @Override
  public void activate(LruBatch batch, int i) {
    run.processes().fake(batch.mm(i)).flag(FolioFlag.ACTIVE, batch.page(i), true);
  }

  @Override
  public void deactivate(LruBatch batch, int i) {
    run.processes().fake(batch.mm(i)).flag(FolioFlag.ACTIVE, batch.page(i), false);
  }
}
