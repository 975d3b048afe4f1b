package org.tierlab.policy.promoteonaccess;

import org.jspecify.annotations.Nullable;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.HotnessFeed;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.PolicyContext;

/**
 * The migration list: published events, of whatever length, read as the folios that are in slow
 * memory now. Ranges are looked at 64 pages at a time.
 */
final class HotList {
  private static final int EVENTS = 64;

  private final PolicyContext context;
  private final HotnessFeed feed;
  private final HotnessEvents events = new HotnessEvents();
  private final int slowMask;
  private final long[] heads = new long[1];
  private final long[] active = new long[1];
  private int event;
  private long nextPage = -1;
  private @Nullable Vma lastVma;
  private int lastMm = -1;

  HotList(PolicyContext context) {
    this.context = context;
    feed = context.hotness();
    MachineView machine = context.machine();
    int slow = 0;
    for (int node = 0; node < machine.nodes(); node++) {
      slow |= machine.node(node).topTier() ? 0 : 1 << node;
    }
    slowMask = slow;
  }

  /** Makes sure that there is an event to read; false if the list is empty. */
  boolean hasNext() {
    if (event < events.size()) {
      return true;
    }
    event = 0;
    nextPage = -1;
    return feed.poll(events, EVENTS) > 0;
  }

  /**
   * Reads the next 64 pages of the present event.
   *
   * @param plan receives the folios that shall move
   * @param fallbackTarget where they go if the event does not say
   * @param requireActive whether folios that are not active are passed over
   * @return folios passed over because they are not active
   */
  int readWord(MigrationPlan plan, int fallbackTarget, boolean requireActive) {
    long first = events.firstPage(event);
    long end = first + events.pages(event);
    AddressSpaceView mm = context.addressSpace(events.mm(event));
    if (mm == null || mm.exited() || events.count(event) == 0) {
      nextEvent();
      return 0;
    }
    long page = nextPage < 0 ? wordOfHead(mm, first) : nextPage;
    int inactive = selectSlow(mm, page, first, end, requireActive);
    int target = target(fallbackTarget);
    for (long rest = heads[0]; rest != 0; rest &= rest - 1) {
      plan.add(mm, page + Long.numberOfTrailingZeros(rest), target);
    }
    nextPage = page + 64;
    if (nextPage >= end) {
      nextEvent();
    }
    return inactive;
  }

  private void nextEvent() {
    event++;
    nextPage = -1;
  }

  /** An event may begin inside a folio, which is present at its head only. */
  private static long wordOfHead(AddressSpaceView mm, long first) {
    return first & -mm.vmaOf(first).folioPages() & -64L;
  }

  /**
   * Leaves in {@code heads} the folios of a word that shall move; returns how many are inactive.
   */
  private int selectSlow(
      AddressSpaceView mm, long page, long first, long end, boolean requireActive) {
    mm.pageTable().onNodes(page, 1, slowMask, heads);
    long slow = 0;
    for (long rest = heads[0]; rest != 0; rest &= rest - 1) {
      long head = page + Long.numberOfTrailingZeros(rest);
      Vma vma = vmaOf(mm, head);
      if (head < end && head + vma.folioPages() > first && vma.migratable()) {
        slow |= rest & -rest;
      }
    }
    heads[0] = slow;
    if (!requireActive || slow == 0) {
      return 0;
    }
    mm.pageTable().flag(FolioFlag.ACTIVE, page, 1, active);
    heads[0] = slow & active[0];
    return Long.bitCount(slow & ~active[0]);
  }

  private Vma vmaOf(AddressSpaceView mm, long page) {
    Vma known = lastVma;
    if (known == null || lastMm != mm.id() || page < known.firstPage() || page >= known.endPage()) {
      known = mm.vmaOf(page);
      lastVma = known;
      lastMm = mm.id();
    }
    return known;
  }

  /** What the source proposes, else the node of the access, else the knob; top-tier nodes only. */
  private int target(int fallback) {
    if (isFast(events.targetHint(event))) {
      return events.targetHint(event);
    }
    return isFast(events.node(event)) ? events.node(event) : fallback;
  }

  private boolean isFast(int node) {
    return node >= 0 && (slowMask >> node & 1) == 0;
  }
}
