package org.tierlab.policy.oracle;

import java.util.HashMap;
import java.util.Map;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.PageTable;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.BoundContext;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;

/**
 * Puts the folios that are worth most into the fast tier, as many as it holds, and whatever is in
 * their way to slower nodes. No watermark is kept; folios that are not present yet have their room
 * kept and are allocated there.
 */
final class BestPlacement {
  private static final int WORD = 64;

  private final PolicyContext context;
  private final BoundContext bound;
  private final MachineView machine;
  private final MigrationPlan plan =
      new MigrationPlan(Reason.PROMOTION, Batching.BATCHED, TargetRule.MIN_WATERMARK);
  private final Map<AddressSpaceView, long[]> chosen = new HashMap<>();
  private final long[] room;
  private final int fastMask;

  BestPlacement(PolicyContext context) {
    this.context = context;
    bound = context.bound();
    machine = context.machine();
    room = new long[machine.nodes()];
    int mask = 0;
    for (int node = 0; node < machine.nodes(); node++) {
      mask |= machine.node(node).topTier() ? 1 << node : 0;
    }
    fastMask = mask;
  }

  /** Whether a folio is in the fast tier. */
  boolean isFast(AddressSpaceView mm, long head) {
    int node = mm.exited() ? -1 : mm.pageTable().nodeOf(head);
    return node >= 0 && (fastMask >>> node & 1) != 0;
  }

  /** Carries the placement out for folios in order of their worth. */
  void place(FolioWeights folios) {
    for (int node = 0; node < room.length; node++) {
      room[node] = machine.node(node).freePages();
    }
    chosen.clear();
    plan.clear();
    long needed = choose(folios);
    makeRoom(needed);
    bring(folios);
    bound.allocateOn(slowNode(1));
    if (plan.size() > 0) {
      bound.place(plan);
    }
  }

  /** Marks what shall be fast; returns the pages of it that are not yet. */
  private long choose(FolioWeights folios) {
    long left = movableFastPages() + fastRoom();
    long needed = 0;
    for (int rank = 0; rank < folios.size() && left > 0; rank++) {
      AddressSpaceView mm = folios.mm(rank);
      int head = folios.head(rank);
      if (mm.exited() || !bound.placeable(mm, head)) {
        continue;
      }
      int pages = mm.vmaOf(head).folioPages();
      if (pages <= left) {
        left -= pages;
        mark(mm, head);
        int node = mm.pageTable().nodeOf(head);
        if (!isFast(mm, head)) {
          needed += pages;
          // What goes may take the place of what comes.
          if (node >= 0) {
            room[node] += pages;
          }
        }
      }
    }
    return needed;
  }

  private long fastRoom() {
    long pages = 0;
    for (int node = 0; node < room.length; node++) {
      pages += machine.node(node).topTier() ? room[node] : 0;
    }
    return pages;
  }

  private void mark(AddressSpaceView mm, int head) {
    long[] ofMm = chosen.computeIfAbsent(mm, key -> new long[words(key)]);
    ofMm[head >>> 6] |= 1L << head;
  }

  private static int words(AddressSpaceView mm) {
    return Math.toIntExact((mm.pages() + WORD - 1) / WORD);
  }

  private boolean marked(AddressSpaceView mm, long head) {
    long[] ofMm = chosen.get(mm);
    return ofMm != null && (ofMm[(int) (head >>> 6)] >>> head & 1) != 0;
  }

  /** Is handed a folio of the fast tier; answers whether to go on. */
  private interface FolioVisitor {
    boolean visit(AddressSpaceView mm, long head, int node);
  }

  private void visitFast(FolioVisitor visitor) {
    long[] word = new long[1];
    for (AddressSpaceView mm : context.addressSpaces()) {
      PageTable table = mm.pageTable();
      for (long first = 0; first < mm.pages(); first += WORD) {
        table.onNodes(first, 1, fastMask, word);
        for (long bits = word[0]; bits != 0; bits &= bits - 1) {
          long head = first + Long.numberOfTrailingZeros(bits);
          if (!visitor.visit(mm, head, table.nodeOf(head))) {
            return;
          }
        }
      }
    }
  }

  private long movableFastPages() {
    long[] pages = {0};
    visitFast(
        (mm, head, node) -> {
          pages[0] += bound.placeable(mm, head) ? mm.vmaOf(head).folioPages() : 0;
          return true;
        });
    return pages[0];
  }

  /** Sends unmarked folios away until what is needed fits. */
  private void makeRoom(long needed) {
    long[] missing = {needed - fastRoom()};
    visitFast(
        (mm, head, node) -> {
          if (missing[0] > 0 && !marked(mm, head) && bound.placeable(mm, head)) {
            int pages = mm.vmaOf(head).folioPages();
            int slow = slowNode(pages);
            if (slow >= 0) {
              plan.add(mm, head, slow);
              room[slow] -= pages;
              room[node] += pages;
              missing[0] -= pages;
            }
          }
          return missing[0] > 0;
        });
  }

  private void bring(FolioWeights folios) {
    for (int rank = 0; rank < folios.size(); rank++) {
      AddressSpaceView mm = folios.mm(rank);
      int head = folios.head(rank);
      if (marked(mm, head) && !isFast(mm, head)) {
        int pages = mm.vmaOf(head).folioPages();
        int node = fastNode(pages);
        if (node >= 0) {
          room[node] -= pages;
          plan.add(mm, head, node);
        }
      }
    }
  }

  private int fastNode(int pages) {
    for (int node = 0; node < room.length; node++) {
      if (machine.node(node).topTier() && room[node] >= pages) {
        return node;
      }
    }
    return -1;
  }

  private int slowNode(int pages) {
    int best = -1;
    for (int node = 0; node < room.length; node++) {
      boolean fits = !machine.node(node).topTier() && room[node] >= pages;
      if (fits && (best < 0 || machine.node(node).tier() < machine.node(best).tier())) {
        best = node;
      }
    }
    return best;
  }
}
