package org.tierlab.sim.engine;

import java.util.Arrays;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.policy.CandidateQueue;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.sim.ledger.Ledger;

/**
 * A candidate queue: a ring that grows. What goes in comes out or is dropped, and all is counted.
 */
final class SimCandidates implements CandidateQueue {
  private final Ledger ledger;
  private final int addedSlot;
  private final int takenSlot;
  private final int droppedSlot;
  private final Guard guard;
  private AddressSpaceView[] mms = new AddressSpaceView[64];
  private long[] pages = new long[64];
  private int[] targets = new int[64];
  private int head;
  private int size;

  SimCandidates(Attachment owner, Ledger ledger, Guard guard) {
    this.ledger = ledger;
    this.guard = guard;
    addedSlot = owner.statSlot("candidates.added");
    takenSlot = owner.statSlot("candidates.taken");
    droppedSlot = owner.statSlot("candidates.dropped");
  }

  @Override
  public void add(AddressSpaceView mm, long page, int target) {
    guard.checkAlive();
    if (page < 0 || page >= mm.pages() || target < -1) {
      throw new IllegalArgumentException("candidate page " + page + " for node " + target);
    }
    if (size == pages.length) {
      grow();
    }
    int i = (head + size++) % pages.length;
    mms[i] = mm;
    pages[i] = page;
    targets[i] = target;
    ledger.add(addedSlot, 1);
  }

  private void grow() {
    int old = pages.length;
    mms = Arrays.copyOf(mms, 2 * old);
    pages = Arrays.copyOf(pages, 2 * old);
    targets = Arrays.copyOf(targets, 2 * old);
    System.arraycopy(mms, 0, mms, old, head);
    System.arraycopy(pages, 0, pages, old, head);
    System.arraycopy(targets, 0, targets, old, head);
  }

  @Override
  public int drainTo(MigrationPlan into, int max, int fallbackTarget) {
    guard.checkAlive();
    int moved = 0;
    while (moved < max && size > 0) {
      into.add(mms[head], pages[head], targets[head] < 0 ? fallbackTarget : targets[head]);
      head = (head + 1) % pages.length;
      size--;
      moved++;
    }
    ledger.add(takenSlot, moved);
    return moved;
  }

  @Override
  public long size() {
    return size;
  }

  /** Empties the queue: its policy departs. */
  void drop() {
    ledger.add(droppedSlot, size);
    size = 0;
  }
}
