package org.tierlab.source.abit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.PageTableWriter;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.time.Kthread;

/**
 * kmmscand (V2 and V3: kscand): one kernel thread that goes round the processes, harvests accessed
 * bits when their period has passed, and publishes hot slow pages for a migrator.
 *
 * <p>From the "PTE A-bit based scanning" series (mm/kmmscand.c), V0 to V3. Quirks kept: each VMA is
 * walked from its start, entirely, so that the scan size acts only between VMAs; the first scan of
 * V1 publishes every present slow page, touched or not; fast memory is walked too; the prctl scale
 * does not change the period before V3.
 *
 * <p>Deviations: the mmap lock never fails, new processes are noticed at the next cycle instead of
 * at fork, one cycle visits each process once at most, and the cost of looking at a slot is
 * nothing. Of VMAs only the scanned ones count towards the scan size (assumed). V0 migrates inside
 * the scanner; here whoever reads the events does. A VMA with more than 65,536 runs of hot pages is
 * published in parts. The event's target is the fast node with most pages so far in this scan, else
 * that of the last scan, else the knob's.
 *
 * <p>Not thread-safe.
 */
public final class AccessedBitScanner {
  /** Time before the first scan of a process, that of NUMA balancing (published). */
  static final long INITIAL_DELAY_NS = 1_000_000_000L;

  private static final int MAX_RUNS = 65_536;

  private final SourceContext context;
  private final Knobs<AbitKnobs> knobs;
  private final ScannerVersion version;
  private final Kthread thread;
  private final long attachedNs;
  private final List<Slot> slots = new ArrayList<>();
  private final ScanTuning tuning;
  private final FailureThrottle throttle;
  private final ScanCounters counters;
  private final Findings findings;
  private final VmaWalk walk;
  private final PageRuns runs = new PageRuns();
  private final HotnessEvents events = new HotnessEvents();
  private int fallbackTarget;
  private int knownMms;
  private int cursor;
  private int visitsLeft;
  private @Nullable Slot scanned;
  private long scanBeganNs;
  private long scannedBytes;
  private long vmaSinceNs;

  /**
   * Starts the scanner.
   *
   * @param context the run
   * @param knobs the scanner's knobs
   * @throws KnobException if the target node is not a top-tier node of the machine
   */
  public AccessedBitScanner(SourceContext context, Knobs<AbitKnobs> knobs) {
    this.context = context;
    this.knobs = knobs;
    checkTarget(knobs.get().targetNode(), context.machine());
    fallbackTarget = knobs.get().targetNode();
    knobs.onChange(this::takeTarget);
    version = knobs.get().version();
    attachedNs = context.nowNs();
    tuning = new ScanTuning(version);
    counters = new ScanCounters(context, version);
    throttle =
        new FailureThrottle(
            context.counter(version.counter("migrated")),
            context.counter(version.counter("migrate_failed")));
    findings = new Findings(context.machine());
    walk = new VmaWalk(context.machine(), context.walkCosts(), counters);
    thread = context.kthread(version.threadName());
    thread.after(0, this::cycle);
  }

  private static void checkTarget(int node, MachineView machine) {
    if (!isTopTier(node, machine)) {
      throw new KnobException(
          "target_node",
          "knob 'target_node' is '" + node + "', expected a top-tier node of the machine");
    }
  }

  private static boolean isTopTier(int node, MachineView machine) {
    return node < machine.nodes() && machine.node(node).topTier();
  }

  /** A target that is not top tier is ignored, as the kernel refuses to store it. */
  private void takeTarget() {
    if (isTopTier(knobs.get().targetNode(), context.machine())) {
      fallbackTarget = knobs.get().targetNode();
    }
  }

  private void cycle() {
    enterNewProcesses();
    visitsLeft = Math.min(knobs.get().mmsToScan(), slots.size());
    visitProcesses();
  }

  private void enterNewProcesses() {
    for (AddressSpaceView mm : context.addressSpaces()) {
      if (mm.id() >= knownMms) {
        knownMms = mm.id() + 1;
        long bornNs = mm.vmas().stream().mapToLong(Vma::createdNs).min().orElse(context.nowNs());
        slots.add(
            new Slot(mm, Math.max(attachedNs, bornNs), version, knobs.get().mmScanPeriodMs()));
      }
    }
  }

  private void visitProcesses() {
    while (scanned != null || (visitsLeft > 0 && knobs.get().scanEnabled())) {
      if (scanned == null) {
        visitNext();
      }
      Slot slot = scanned;
      if (slot != null && !scanOn(slot)) {
        thread.after(0, this::visitProcesses);
        return;
      }
    }
    thread.after(knobs.get().sleepNs(), this::cycle);
  }

  /** Looks at the slot under the cursor and begins its scan if it is due. */
  private void visitNext() {
    visitsLeft--;
    if (cursor >= slots.size()) {
      cursor = 0;
    }
    Slot slot = slots.get(cursor);
    if (slot.mm.exited()) {
      slots.remove(cursor);
      walk.forget(slot.mm.id());
      return;
    }
    cursor++;
    long now = thread.nowNs();
    if (tuning.scale(slot) == 0 || now < slot.nextScanNs) {
      return;
    }
    counters.mmScanBegins(now - slot.nextScanNs >= slot.periodMs * 1_000_000L);
    scanned = slot;
    scanBeganNs = now;
    scannedBytes = 0;
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
          publish(slot);
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
    while (scannedBytes < slot.scanBytes) {
      Vma vma = slot.vmaToWalk();
      if (vma == null) {
        slot.resumeAddress = 0;
        return false;
      }
      if (scannable(vma)) {
        vmaSinceNs = slot.walkBegins(vma, thread.nowNs());
        walk.begin(slot.mm.id(), vma);
        return true;
      }
      slot.resumeAddress = endAddress(vma);
    }
    return false;
  }

  private static boolean scannable(Vma vma) {
    return vma.migratable() && vma.kind() != Vma.Kind.FILE_READ_ONLY;
  }

  private static long endAddress(Vma vma) {
    return vma.startAddress() + vma.pages() * 4096L;
  }

  private void endVma(Slot slot) {
    Vma vma = walk.vma();
    if (vma != null) {
      slot.resumeAddress = endAddress(vma);
      scannedBytes += vma.pages() * 4096L;
    }
    walk.end();
    counters.vmaScanned();
    publish(slot);
  }

  private void publish(Slot slot) {
    int target = target(slot);
    long now = thread.nowNs();
    events.clear();
    for (int i = 0; i < runs.size(); i++) {
      events.add(
          slot.mm,
          runs.first(i),
          runs.pages(i),
          1,
          HotnessEvents.UNKNOWN,
          HotnessEvents.UNKNOWN,
          target,
          vmaSinceNs,
          now);
    }
    runs.clear();
    if (events.size() > 0) {
      context.publish(events);
    }
  }

  private int target(Slot slot) {
    int soFar = findings.target(version.targetByAccess());
    if (soFar >= 0) {
      return soFar;
    }
    return slot.targetNode >= 0 ? slot.targetNode : fallbackTarget;
  }

  private void endScan(Slot slot) {
    if (slot.vmaToWalk() == null) {
      slot.resumeAddress = 0;
    }
    slot.targetNode = findings.target(version.targetByAccess());
    tuning.tune(slot, findings.slowAccessed());
    tuning.stretch(slot, throttle.failurePercent());
    slot.nextScanNs = thread.nowNs() + slot.periodMs * 1_000_000L;
    counters.mmScanEnds(thread.nowNs() - scanBeganNs);
    scanned = null;
  }
}
