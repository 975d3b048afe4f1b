package org.tierlab.policy.tenant;

import org.jspecify.annotations.Nullable;
import org.tierlab.api.Counts;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.HotnessFeed;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.Kthread;

/**
 * Sorts published events into the queues of their processes: folios in slow memory that do not wait
 * already. What was seen untouched is left alone. Ranges are looked at 64 pages at a time.
 */
@Counts(
    counter = "tenant_refused",
    unit = "pages",
    about = "Reported or waiting for a process of sensitivity 0.",
    source = "model")
@Counts(
    counter = "tenant_dropped",
    unit = "pages",
    about = "Reported for a full queue.",
    source = "model")
final class CandidateReader {
  /** CPU time to look 64 pages up, nanoseconds (assumed). */
  static final double WORD_NS = 20;

  /** CPU time to queue a folio, nanoseconds (assumed). */
  static final double QUEUE_NS = 20;

  private static final int EVENTS = 64;

  private final PolicyContext context;
  private final Knobs<TenantKnobs> knobs;
  private final TenantTable table;
  private final HotnessFeed feed;
  private final Counter refused;
  private final Counter dropped;
  private final HotnessEvents events = new HotnessEvents();
  private final int slowMask;
  private final long[] slow = new long[1];
  private int event;
  private long nextPage = -1;
  private int fallbackTarget;
  private @Nullable Vma lastVma;
  private int lastMm = -1;

  CandidateReader(
      PolicyContext context, Knobs<TenantKnobs> knobs, TenantTable table, int slowMask) {
    this.context = context;
    this.knobs = knobs;
    this.table = table;
    this.slowMask = slowMask;
    feed = context.hotness();
    refused = context.counter("tenant_refused");
    dropped = context.counter("tenant_dropped");
  }

  void fallbackTarget(int node) {
    fallbackTarget = node;
  }

  /**
   * Reads what was published since the last time.
   *
   * @param by the thread that pays
   * @return false if its slice was used up before the end
   */
  boolean readAll(Kthread by) {
    while (hasNext()) {
      if (by.sliceUsed()) {
        return false;
      }
      readWord(by);
    }
    return true;
  }

  private boolean hasNext() {
    if (event < events.size()) {
      return true;
    }
    event = 0;
    nextPage = -1;
    return feed.poll(events, EVENTS) > 0;
  }

  private void readWord(Kthread by) {
    AddressSpaceView mm = context.addressSpace(events.mm(event));
    if (mm == null || mm.exited() || events.count(event) == 0) {
      nextEvent();
      return;
    }
    Tenant tenant = table.of(mm);
    long first = events.firstPage(event);
    long end = first + events.pages(event);
    long word = nextPage < 0 ? (first & -mm.vmaOf(first).folioPages()) & -64L : nextPage;
    by.charge(WORD_NS);
    mm.pageTable().onNodes(word, 1, slowMask, slow);
    for (long rest = slow[0]; rest != 0; rest &= rest - 1) {
      long head = word + Long.numberOfTrailingZeros(rest);
      Vma vma = vmaOf(mm, head);
      if (head < end && head + vma.folioPages() > first && vma.migratable()) {
        offer(tenant, head, vma.folioPages(), by);
      }
    }
    nextPage = word + 64;
    if (nextPage >= end) {
      nextEvent();
    }
  }

  private void offer(Tenant tenant, long page, int pages, Kthread by) {
    if (tenant.sensitivity() == 0) {
      refused.add(pages);
    } else if (!tenant.waits(page)) {
      if (tenant.waitingPages() + pages > knobs.get().queuePages()) {
        dropped.add(pages);
      } else {
        by.charge(QUEUE_NS);
        tenant.enqueue(page, pages, target());
      }
    }
  }

  private int target() {
    if (isFast(events.targetHint(event))) {
      return events.targetHint(event);
    }
    return isFast(events.node(event)) ? events.node(event) : fallbackTarget;
  }

  private boolean isFast(int node) {
    MachineView machine = context.machine();
    return node >= 0 && node < machine.nodes() && machine.node(node).topTier();
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

  private void nextEvent() {
    event++;
    nextPage = -1;
  }
}
