package org.tierlab.policy.promoteonaccess;

import org.jspecify.annotations.Nullable;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.HotnessFeed;
import org.tierlab.api.policy.PolicyContext;

/**
 * Turns published events, of whatever length, into records of the pages that are in slow memory and
 * may migrate. Ranges are looked at 64 pages at a time.
 */
final class EventReader {
  private static final int EVENTS = 64;

  private final PolicyContext context;
  private final HotnessFeed feed;
  private final HotnessEvents events = new HotnessEvents();
  private final int slowMask;
  private final long[] heads = new long[1];
  private int event;
  private long nextPage = -1;
  private @Nullable Vma lastVma;
  private int lastMm = -1;
  private long runFirst = -1;
  private long runEnd = -1;
  private long repeated;
  private long records;

  EventReader(PolicyContext context) {
    this.context = context;
    feed = context.hotness();
    MachineView machine = context.machine();
    int slow = 0;
    for (int node = 0; node < machine.nodes(); node++) {
      slow |= machine.node(node).topTier() ? 0 : 1 << node;
    }
    slowMask = slow;
  }

  /** Nodes that are not top tier, a bit each. */
  int slowMask() {
    return slowMask;
  }

  /** Makes sure that there is an event to read; false if there is none. */
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
   * @param lists take the records
   * @param fallbackTarget where pages go if the event does not say
   * @return at the end of an event, its pages that became no record; 0 before
   */
  long readWord(MigrationLists lists, int fallbackTarget) {
    long first = events.firstPage(event);
    long end = first + events.pages(event);
    AddressSpaceView mm = context.addressSpace(events.mm(event));
    if (mm == null || mm.exited() || events.count(event) == 0) {
      return nextEvent(end - first);
    }
    long page = nextPage < 0 ? wordOfHead(mm, first) : nextPage;
    mm.pageTable().onNodes(page, 1, slowMask, heads);
    MigrationList list = lists.of(mm);
    int target = target(fallbackTarget);
    repeated = 0;
    if (heads[0] == -1 && page >= first && page + 64 <= end && plainWord(mm, page)) {
      records += 64;
      extend(list, mm, page, page + 64, target);
      heads[0] = 0;
    }
    for (long rest = heads[0]; rest != 0; rest &= rest - 1) {
      long head = page + Long.numberOfTrailingZeros(rest);
      Vma vma = vmaOf(mm, head);
      long from = Math.max(first, head);
      long to = Math.min(end, head + vma.folioPages());
      if (from < to && vma.migratable()) {
        records += to - from;
        extend(list, mm, from, to, target);
      }
    }
    flush(list, mm, target);
    nextPage = page + 64;
    return nextPage >= end ? nextEvent(end - first) : 0;
  }

  /** Whether all of a word are folios of one page that may migrate. */
  private boolean plainWord(AddressSpaceView mm, long page) {
    Vma vma = vmaOf(mm, page);
    return vma.order() == 0 && vma.migratable() && page + 64 <= vma.endPage();
  }

  private void extend(MigrationList list, AddressSpaceView mm, long from, long to, int target) {
    if (from != runEnd) {
      flush(list, mm, target);
      runFirst = from;
    }
    runEnd = to;
  }

  private void flush(MigrationList list, AddressSpaceView mm, int target) {
    if (runFirst >= 0) {
      repeated += list.add(mm, runFirst, runEnd, target);
    }
    runFirst = -1;
    runEnd = -1;
  }

  /** Records of the last word that were on the list already; read once. */
  long takeRepeated() {
    long taken = repeated;
    repeated = 0;
    return taken;
  }

  private long nextEvent(long pages) {
    long without = pages - records;
    event++;
    nextPage = -1;
    records = 0;
    return without;
  }

  /** An event may begin inside a folio, which is present at its head only. */
  private static long wordOfHead(AddressSpaceView mm, long first) {
    return first & -mm.vmaOf(first).folioPages() & -64L;
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
