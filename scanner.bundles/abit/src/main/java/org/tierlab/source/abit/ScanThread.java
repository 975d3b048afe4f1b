package org.tierlab.source.abit;

import org.jspecify.annotations.Nullable;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.memory.PageTableWriter;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.time.Kthread;

/**
 * One scan thread: turns, scans, and what it publishes.
 *
 * <p>A cycle is {@code mms_to_scan} turns, however few processes there are; a turn that finds a
 * process not due still takes two spin locks and a trylock, assumed to cost as much as looking at
 * ten entries. A scan begins at the resume address, walks VMA after VMA, each entirely, and ends at
 * the last one or where their lengths add up to the scan size.
 */
final class ScanThread {
  private static final int MAX_RUNS = 65_536;
  private static final int TURN_ENTRIES = 10;

  private final SourceContext context;
  private final Knobs<AbitKnobs> knobs;
  private final ScannerVersion version;
  private final boolean waits;
  private final SlotList slots;
  private final ScanTuning tuning;
  private final ScanCounters counters;
  private final MigrationLists lists;
  private final TargetNode target;
  private final Kthread thread;
  private final Findings findings;
  private final VmaWalk walk;
  private final PageRuns runs = new PageRuns();
  private final HotnessEvents events = new HotnessEvents();
  private final double turnNs;
  private long turnsLeft;
  private long idleTurns;
  private @Nullable Slot scanned;
  private long scanBeganNs;
  private long nextAddress;
  private long walkedBytes;
  private boolean sizeReached;
  private long vmaSinceNs;

  ScanThread(
      SourceContext context,
      Knobs<AbitKnobs> knobs,
      String name,
      SlotList slots,
      MigrationLists lists,
      TargetNode target,
      ScanCounters counters) {
    this.context = context;
    this.knobs = knobs;
    this.slots = slots;
    this.lists = lists;
    this.target = target;
    this.counters = counters;
    version = knobs.get().version();
    waits = knobs.get().waitsForMigration();
    tuning = new ScanTuning(version);
    findings = new Findings(context.machine());
    walk = new VmaWalk(context.machine(), context.walkCosts(), counters);
    slots.onCollect(walk::forget);
    turnNs = TURN_ENTRIES * context.walkCosts().skipNs();
    thread = context.kthread(name);
    thread.after(0, this::cycle);
  }

  private void cycle() {
    slots.enterNew(knobs.get().mmScanPeriodMs());
    turnsLeft = slots.size() == 0 ? 0 : knobs.get().mmsToScan();
    idleTurns = 0;
    turns();
  }

  private void turns() {
    while (scanned != null || (turnsLeft > 0 && knobs.get().scanEnabled())) {
      if (scanned == null) {
        turn();
      }
      Slot slot = scanned;
      if (slot != null && !scanOn(slot)) {
        thread.after(0, this::turns);
        return;
      }
    }
    if (waits) {
      publishEvents();
      lists.await(thread, this::sleep);
    } else {
      sleep();
    }
  }

  private void sleep() {
    thread.after(knobs.get().sleepNs(), this::cycle);
  }

  /** Looks at the slot under the cursor and begins its scan if it is due. */
  private void turn() {
    if (idleTurns >= slots.size()) {
      // Nobody was due in a whole round, nor will be in the microseconds that the others take.
      thread.charge(turnsLeft * turnNs);
      if (slots.size() > 0) {
        slots.skip(turnsLeft);
      }
      turnsLeft = 0;
      return;
    }
    turnsLeft--;
    idleTurns++;
    thread.charge(turnNs);
    Slot slot = slots.next();
    if (slot == null || slot.scanned || tuning.scale(slot) == 0) {
      return;
    }
    long now = thread.nowNs();
    if (now < slot.nextScanNs) {
      return;
    }
    if (!context.mmapReadTrylock(slot.mm, now)) {
      counters.trylockFailures.add(1);
      return;
    }
    idleTurns = 0;
    begin(slot, now);
  }

  private void begin(Slot slot, long now) {
    counters.mmScanBegins(now - slot.nextScanNs >= slot.periodMs * 1_000_000L);
    scanned = slot;
    slot.scanned = true;
    scanBeganNs = now;
    if (slot.resumeAddress == 0) {
      slot.fullScanBeganNs = now;
    }
    nextAddress = slot.resumeAddress;
    walkedBytes = 0;
    sizeReached = false;
    findings.clear();
    runs.clear();
  }

  /** Goes on with a scan; false if the slice ended before the scan did. */
  private boolean scanOn(Slot slot) {
    if (slot.mm.exited()) {
      walk.end();
      scanned = null;
      return true;
    }
    PageTableWriter table = context.pageTable(slot.mm);
    while (walk.vma() != null || beginNextVma(slot)) {
      AccessRule rule = knobs.get().rule();
      while (!walk.finished()) {
        thread.charge(walk.walkChunk(table, rule, findings, runs));
        if (runs.size() >= MAX_RUNS) {
          splice(slot);
        }
        if (thread.sliceUsed()) {
          return false;
        }
      }
      endVma(slot);
    }
    endScan(slot);
    return true;
  }

  private boolean beginNextVma(Slot slot) {
    while (!sizeReached) {
      Vma vma = slot.vmaAt(nextAddress);
      if (vma == null) {
        return false;
      }
      nextAddress = vma.addressOf(vma.endPage() - 1) + 4096;
      if (scannable(vma)) {
        vmaSinceNs = slot.walkBegins(vma, thread.nowNs());
        walk.begin(slot.mm.id(), vma);
        return true;
      }
      passed(vma, 0);
    }
    return false;
  }

  private static boolean scannable(Vma vma) {
    return vma.migratable() && vma.kind() != Vma.Kind.FILE_READ_ONLY;
  }

  /** Skipped VMAs add to the scanned size too. */
  private void passed(Vma vma, long records) {
    counters.vmaScanned();
    walkedBytes += vma.pages() * 4096L;
    boolean mayEnd = records > 0 || !version.endsOnFindingsOnly();
    Slot slot = scanned;
    sizeReached = mayEnd && slot != null && walkedBytes >= slot.scanBytes;
  }

  private void endVma(Slot slot) {
    Vma vma = walk.vma();
    if (vma != null) {
      passed(vma, walk.records());
    }
    walk.end();
    splice(slot);
  }

  /** Moves the local list to the migration list, with a turn of waiting if it is being emptied. */
  private void splice(Slot slot) {
    if (runs.size() == 0) {
      return;
    }
    if (lists.contended(slot)) {
      counters.lockStalls.add(1);
      thread.charge(context.walkCosts().testAndClearNs());
    }
    int node = target.of(slot, findings.target(version.targetByAccess()));
    long now = thread.nowNs();
    for (int i = 0; i < runs.size(); i++) {
      lists.added(runs.pages(i));
      events.add(
          slot.mm,
          runs.first(i),
          runs.pages(i),
          1,
          HotnessEvents.UNKNOWN,
          HotnessEvents.UNKNOWN,
          node,
          vmaSinceNs,
          now);
    }
    runs.clear();
    if (!waits) {
      publishEvents();
    }
  }

  private void publishEvents() {
    if (events.size() > 0) {
      context.publish(events);
    }
    events.clear();
  }

  private void endScan(Slot slot) {
    long now = thread.nowNs();
    if (sizeReached) {
      slot.resumeAddress = walk.addressAfterLastEntry();
    } else {
      slot.resumeAddress = 0;
      counters.fullScan(now - slot.fullScanBeganNs);
    }
    slot.targetNode = findings.target(version.targetByAccess());
    tuning.tune(slot, findings.slowAccessed());
    tuning.stretch(slot, (int) slot.failurePercent.value());
    slot.nextScanNs = now + slot.periodMs * 1_000_000L;
    slot.scanned = false;
    counters.mmScanEnds(now - scanBeganNs);
    scanned = null;
  }
}
