package org.tierlab.policy.hotstore;

import java.util.EnumMap;
import java.util.Objects;
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
 * Records reported accesses: {@code pghot_record_access()}. One report is one access to each folio
 * of its range, whatever count it carries; its time is the end of the event's interval. Only folios
 * in slow memory whose mapping may migrate are recorded.
 *
 * <p>Ranges are looked at 64 pages at a time; the position in the event survives the end of a
 * slice. The target noted is the node of the access, or what the source proposes, or the knob's.
 */
@Counts(
    counter = "pghot_recorded_accesses",
    unit = "reports",
    about = "Went into a record.",
    source = "patch: pghot")
@Counts(
    counter = "pghot_recorded_<class>",
    unit = "folios",
    about = "Reported, whatever their tier, by class of source: hwhints, pgtscans, hintfaults.",
    source = "patch: pghot")
final class AccessRecorder {
  /** CPU time to record one access, nanoseconds: an atomic update of a cold line (assumed). */
  static final double RECORD_NS = 50;

  private static final int EVENTS = 64;

  private final PolicyContext context;
  private final Knobs<HotStoreKnobs> knobs;
  private final HotMap map;
  private final SourceClassifier classifier;
  private final HotnessFeed feed;
  private final Counter recorded;
  private final EnumMap<SourceClass, Counter> reported;
  private final HotnessEvents events = new HotnessEvents();
  private final int slowMask;
  private final long[] present = new long[1];
  private final long[] slow = new long[1];
  private int event;
  private long nextPage = -1;
  private int fallbackTarget;
  private @Nullable Vma lastVma;
  private int lastMm = -1;

  AccessRecorder(
      PolicyContext context,
      Knobs<HotStoreKnobs> knobs,
      HotMap map,
      SourceClassifier classifier,
      int slowMask) {
    this.context = context;
    this.knobs = knobs;
    this.map = map;
    this.classifier = classifier;
    this.slowMask = slowMask;
    feed = context.hotness();
    recorded = context.counter("pghot_recorded_accesses");
    reported = SourceClass.counters(context, "pghot_recorded_");
  }

  /** Sets where pages go whose report does not say. */
  void fallbackTarget(int node) {
    fallbackTarget = node;
  }

  int fallbackTarget() {
    return fallbackTarget;
  }

  /**
   * Records what was published since the last time.
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
    classifier.caughtUp();
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

  /** Records the next 64 pages of the present event. */
  private void readWord(Kthread by) {
    AddressSpaceView mm = context.addressSpace(events.mm(event));
    SourceClass kind = classifier.classOf(events, event);
    boolean enabled = (knobs.get().enabledSources() & kind.bit()) != 0;
    if (mm == null || mm.exited() || !enabled || events.count(event) == 0) {
      nextEvent();
      return;
    }
    long first = events.firstPage(event);
    long end = first + events.pages(event);
    long word = nextPage < 0 ? (first & -mm.vmaOf(first).folioPages()) & -64L : nextPage;
    mm.pageTable().present(word, 1, present);
    mm.pageTable().onNodes(word, 1, slowMask, slow);
    int folios = 0;
    for (long rest = present[0]; rest != 0; rest &= rest - 1) {
      long head = word + Long.numberOfTrailingZeros(rest);
      Vma vma = vmaOf(mm, head);
      if (head < end && head + vma.folioPages() > first) {
        folios++;
        if ((slow[0] & rest & -rest) != 0 && vma.migratable()) {
          record(mm, head);
        }
      }
    }
    Objects.requireNonNull(reported.get(kind)).add(folios);
    if (kind != SourceClass.HINTFAULTS) {
      by.charge(RECORD_NS * Math.max(1, folios));
    }
    nextPage = word + 64;
    if (nextPage >= end) {
      nextEvent();
    }
  }

  private void record(AddressSpaceView mm, long page) {
    HotSection section = map.section(mm.id(), (int) (page / HotSection.PAGES));
    long nowMs = events.toNs(event) / 1_000_000;
    int index = (int) (page % HotSection.PAGES);
    int cause = SourceClassifier.numberOf(events, event);
    recorded.add(1);
    if (section.access(index, target(), nowMs, cause, knobs.get())) {
      section.setHot(1 << mm.pageTable().nodeOf(page));
    }
  }

  private int target() {
    if (isFast(events.node(event))) {
      return events.node(event);
    }
    return isFast(events.targetHint(event)) ? events.targetHint(event) : fallbackTarget;
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
