package org.tierlab.sim.migration;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.Counts;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.time.Counter;
import org.tierlab.sim.ledger.Ledger;
import org.tierlab.sim.machine.Machine;
import org.tierlab.sim.machine.MemoryNode;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.memory.PageStore;
import org.tierlab.sim.recording.Timeline;

/**
 * Migrates folios as {@code migrate_pages()} does: isolate, unmap, one deferred TLB flush, copy,
 * remap.
 *
 * <p>One folio by itself takes all steps at once ({@link #moveOne}); the state of the page table
 * changes at the step's resolution. A batch ({@link Flight}) leaves migration entries behind for as
 * long as it takes, and tasks that meet one wait.
 */
@Counts(
    counter = "pgmigrate_success",
    unit = "pages",
    about = "Migrated, whatever the reason.",
    source = "/proc/vmstat")
@Counts(
    counter = "pgmigrate_fail",
    unit = "pages",
    about = "Not migrated, of those that migrate_pages() was called for.",
    source = "/proc/vmstat")
@Counts(
    counter = "numa_pages_migrated",
    unit = "pages",
    about = "Migrated by hint faults and by policies that migrate as they do.",
    source = "/proc/vmstat")
@Counts(
    counter = "pgpromote_success",
    unit = "pages",
    about = "Migrated to a faster tier; hint faults count here in tiering mode only.",
    source = "/proc/vmstat")
@Counts(
    counter = "pgdemote_kswapd",
    unit = "pages",
    about = "Migrated to a slower tier by kswapd.",
    source = "/proc/vmstat")
@Counts(
    counter = "pgdemote_direct",
    unit = "pages",
    about = "Migrated to a slower tier by tasks that reclaimed directly.",
    source = "/proc/vmstat")
public final class Pipeline {
  /** What the pipeline needs of the engine around it. */
  public interface Surroundings {
    /**
     * Wakes kswapd of a node.
     *
     * @param node which
     */
    void wakeKswapd(int node);

    /**
     * Pages were taken at a node.
     *
     * @param node which
     */
    void allocated(int node);
  }

  /** What pairs of nodes are called in timelines. */
  private String[] pairs = {};

  private final Machine machine;
  private final Ledger ledger;
  private final CopyStation station;
  private final Surroundings surroundings;
  private final Map<Long, Integer> claims = new HashMap<>();
  private final Map<Long, Flight> flights = new HashMap<>();
  private final Counter migrateSuccess;
  private final Counter migrateFail;
  private final Counter numaPagesMigrated;
  private final Counter promoteSuccess;
  private final Counter demoteKswapd;
  private final Counter demoteDirect;
  private final int promotedSlot;
  private final int demotedSlot;
  private boolean claiming;

  /**
   * Makes a pipeline.
   *
   * @param machine where folios live
   * @param ledger counts
   * @param station copies
   * @param surroundings the engine
   */
  public Pipeline(Machine machine, Ledger ledger, CopyStation station, Surroundings surroundings) {
    this.machine = machine;
    this.ledger = ledger;
    this.station = station;
    this.surroundings = surroundings;
    migrateSuccess = ledger.counter("pgmigrate_success");
    migrateFail = ledger.counter("pgmigrate_fail");
    numaPagesMigrated = ledger.counter("numa_pages_migrated");
    promoteSuccess = ledger.counter("pgpromote_success");
    demoteKswapd = ledger.counter("pgdemote_kswapd");
    demoteDirect = ledger.counter("pgdemote_direct");
    promotedSlot = ledger.slot("moved", "promotions");
    demotedSlot = ledger.slot("moved", "demotions");
  }

  /**
   * Begins a step: claims of the last one are void.
   *
   * @param severalPolicies whether claims matter
   */
  public void beginStep(boolean severalPolicies) {
    claiming = severalPolicies;
    if (!claims.isEmpty()) {
      claims.clear();
    }
  }

  private static long key(AddressSpace mm, long page) {
    return ((long) mm.id() << 40) | page;
  }

  /**
   * The initiator's cost of a TLB shootdown; each target takes an interrupt.
   *
   * @param mm whose translations are flushed
   * @param initiatorMm the initiator's own mm, null for a kernel thread
   * @return nanoseconds
   */
  public double flush(AddressSpace mm, @Nullable AddressSpace initiatorMm) {
    if (mm.isPageCache()) {
      return 0;
    }
    boolean inside = mm == initiatorMm;
    int running = Math.min(mm.liveTasks(), machine.cpus());
    int targets = Math.max(0, running - (inside ? 1 : 0));
    if (targets == 0) {
      return machine.costs().flushLocalNs();
    }
    mm.flushed();
    return machine.costs().flushBaseNs() + targets * machine.costs().flushTargetNs();
  }

  /**
   * Whether a folio may go to a node, everything but capacity.
   *
   * @return {@link MigrationOutcome#MIGRATED} if it may
   */
  MigrationOutcome check(AddressSpace mm, long page, int target, Reason reason, PlanOwner owner) {
    if (mm.exited()) {
      return MigrationOutcome.MM_EXITED;
    }
    int entry = mm.store().state(page);
    if (entry == PageStore.MIGRATION) {
      return MigrationOutcome.IN_FLIGHT;
    }
    int node = mm.store().nodeOf(page);
    if (node < 0) {
      return MigrationOutcome.NOT_PRESENT;
    }
    if (node == target) {
      return MigrationOutcome.ALREADY_THERE;
    }
    Vma vma = mm.vmaOf(page);
    if (!vma.migratable() || isDirtyFile(mm, vma, page, reason)) {
      return MigrationOutcome.NOT_MIGRATABLE;
    }
    if (claimedBefore(mm, page, owner)) {
      return MigrationOutcome.CLAIMED;
    }
    return station.ready() ? MigrationOutcome.MIGRATED : MigrationOutcome.CANCELLED;
  }

  /** {@code migrate_misplaced_folio_prepare()} leaves dirty folios of files alone. */
  private static boolean isDirtyFile(AddressSpace mm, Vma vma, long page, Reason reason) {
    return (reason == Reason.NUMA_MISPLACED || reason == Reason.PROMOTION)
        && vma.kind() != Vma.Kind.ANONYMOUS
        && (mm.store().entry(page) & PageStore.DIRTY) != 0;
  }

  /**
   * Whether a policy of higher precedence has claimed a folio in this step.
   *
   * @param mm its address space
   * @param page its head page
   * @param owner who asks
   * @return true if it must be left alone
   */
  public boolean claimedBefore(AddressSpace mm, long page, PlanOwner owner) {
    Integer claimedBy = claiming ? claims.get(key(mm, page)) : null;
    return claimedBy != null && claimedBy < owner.precedence();
  }

  boolean room(int target, int pages, TargetRule rule) {
    MemoryNode node = machine.node(target);
    long mark = rule == TargetRule.MIN_WATERMARK ? node.minWatermark() : node.highWatermark();
    if (node.freePages() - pages >= mark) {
      return true;
    }
    if (rule == TargetRule.HIGH_WATERMARK_WAKE_KSWAPD) {
      surroundings.wakeKswapd(target);
    }
    return false;
  }

  void claim(AddressSpace mm, long page, PlanOwner owner) {
    if (claiming) {
      claims.merge(key(mm, page), owner.precedence(), Math::min);
    }
  }

  /**
   * Migrates one folio by itself, now.
   *
   * @param mm its address space
   * @param anyPage a page of it
   * @param target where to
   * @param reason why
   * @param tiering whether a NUMA-misplaced folio counts as a promotion
   * @param rule when the target may take it
   * @param owner the policy
   * @param by who carries it out
   * @return what became of it
   */
  public MigrationOutcome moveOne(
      AddressSpace mm,
      long anyPage,
      int target,
      Reason reason,
      boolean tiering,
      TargetRule rule,
      PlanOwner owner,
      Initiator by) {
    long page = head(mm, anyPage);
    MigrationOutcome outcome = check(mm, page, target, reason, owner);
    int source = mm.store().nodeOf(page);
    int pages = outcome == MigrationOutcome.MIGRATED ? mm.vmaOf(page).folioPages() : 1;
    if (outcome == MigrationOutcome.MIGRATED) {
      claim(mm, page, owner);
      if (!room(target, pages, rule)) {
        outcome = MigrationOutcome.TARGET_FULL;
      }
    }
    if (outcome == MigrationOutcome.MIGRATED) {
      int oldEntry = mm.store().entry(page);
      mm.reserve(page, target);
      long begunPs = by.nowPs();
      by.charge(machine.costs().migrateBatchNs() + machine.migrationNs(by.mm() == null));
      by.charge(machine.costs().isolateNs() + unmapNs(mm) + flush(mm, by.mm()));
      station.begin(source, target);
      station.add(pages);
      station.copy(by);
      by.charge(station.initiatorNs() + machine.costs().remapNs());
      by.sleep(station.waitNs());
      long tookPs = by.nowPs() - begunPs;
      station.timed(tookPs, tookPs);
      boolean moved = station.copied(0);
      tell(reason, source, target, begunPs, by.nowPs(), moved, pages);
      mm.endMigration(page, source, target, moved, oldEntry);
      outcome = moved ? MigrationOutcome.MIGRATED : MigrationOutcome.COPY_FAILED;
      surroundings.allocated(target);
    }
    count(outcome, reason, tiering, source, target, pages, owner);
    return outcome;
  }

  private void tell(
      Reason reason, int source, int target, long beginPs, long endPs, boolean moved, int pages) {
    Timeline timeline = machine.timeline();
    if (timeline != Timeline.NONE) {
      tellBatch(reason, source, target, beginPs, endPs, pages);
      if (moved) {
        timeline.migrated(pages, endPs - beginPs);
      }
    }
  }

  /** A folio that migrates by itself is a batch, too. */
  void tellBatch(Reason reason, int source, int target, long beginPs, long endPs, long pages) {
    int nodes = machine.nodes();
    if (pairs.length == 0) {
      pairs = new String[nodes * nodes];
      Arrays.setAll(pairs, i -> "node " + i / nodes + " → node " + i % nodes);
    }
    String who = pairs[source * nodes + target];
    machine.timeline().span(Timeline.Lane.BATCH, who, reason.name(), beginPs, endPs, pages);
  }

  /** Folios that no page table maps are not unmapped ({@code folio_mapped()}). */
  double unmapNs(AddressSpace mm) {
    return mm.isPageCache() ? 0 : machine.costs().unmapNs();
  }

  static long head(AddressSpace mm, long page) {
    if (mm.exited()) {
      return page;
    }
    return page & -(long) mm.vmaOf(page).folioPages();
  }

  /** Counts an outcome under the kernel's names and for its policy. */
  void count(
      MigrationOutcome outcome,
      Reason reason,
      boolean tiering,
      int source,
      int target,
      int pages,
      PlanOwner owner) {
    if (outcome != MigrationOutcome.MIGRATED) {
      if (triedByMigratePages(outcome, reason)) {
        migrateFail.add(pages);
      }
      owner.count(outcome, 0, 0);
      return;
    }
    migrateSuccess.add(pages);
    int from = machine.node(source).tier();
    int to = machine.node(target).tier();
    switch (reason) {
      case NUMA_MISPLACED -> {
        numaPagesMigrated.add(pages);
        // migrate_misplaced_folio() counts promotions in tiering mode only.
        if (tiering && to < from) {
          promoteSuccess.add(pages);
        }
      }
      case DEMOTION_KSWAPD -> demoteKswapd.add(pages);
      case DEMOTION_DIRECT -> demoteDirect.add(pages);
      case PROMOTION -> {
        if (to < from) {
          promoteSuccess.add(pages);
        }
      }
      case DAMON -> {
        // DAMON's migrations show up in pgmigrate_* and in its own statistics only.
      }
    }
    ledger.add(promotedSlot, to < from ? pages : 0);
    ledger.add(demotedSlot, to > from ? pages : 0);
    owner.count(outcome, to < from ? pages : 0, to > from ? pages : 0);
  }

  /**
   * Counts a folio that a bound has put elsewhere: it shows up as promoted or demoted, and in none
   * of the kernel's counters.
   *
   * @param owner the bound
   * @param promotedPages pages that got to a faster tier
   * @param demotedPages pages that got to a slower tier
   */
  public void countFree(PlanOwner owner, long promotedPages, long demotedPages) {
    ledger.add(promotedSlot, promotedPages);
    ledger.add(demotedSlot, demotedPages);
    owner.countPages(promotedPages, demotedPages);
  }

  /**
   * Whether {@code migrate_pages()} itself failed: at the copy, or, for those who leave the room at
   * the target to it, at the allocation. A NUMA fault or a promotion looks for room before.
   */
  private static boolean triedByMigratePages(MigrationOutcome outcome, Reason reason) {
    return switch (outcome) {
      case COPY_FAILED -> true;
      case TARGET_FULL ->
          reason == Reason.DEMOTION_KSWAPD
              || reason == Reason.DEMOTION_DIRECT
              || reason == Reason.DAMON;
      default -> false;
    };
  }

  void allocated(int node) {
    surroundings.allocated(node);
  }

  void launched(Flight flight, AddressSpace mm, long page) {
    flights.put(key(mm, page), flight);
  }

  void landed(AddressSpace mm, long page) {
    flights.remove(key(mm, page));
  }

  /**
   * When a folio in flight is accessible again; lands it if that is now.
   *
   * @param mm its address space
   * @param page its head page
   * @param nowPs the waiting task's time
   * @return the time, picoseconds
   */
  public long accessibleAt(AddressSpace mm, long page, long nowPs) {
    Flight flight = flights.get(key(mm, page));
    if (flight == null) {
      throw new IllegalStateException("migration entry at page " + page + " without a migration");
    }
    return flight.accessibleAt(mm, page, nowPs);
  }

  /**
   * Pages taken at a node for folios that are on their way there.
   *
   * @param node a node
   * @return pages
   */
  public long reservedPages(int node) {
    long pages = 0;
    for (Flight flight : new java.util.HashSet<>(flights.values())) {
      pages += flight.target() == node ? flight.pagesInFlight() : 0;
    }
    return pages;
  }

  /**
   * Where a folio in flight counts as resident.
   *
   * @param mm its address space
   * @param page its head page
   * @return its source node
   */
  public int sourceOf(AddressSpace mm, long page) {
    Flight flight = flights.get(key(mm, page));
    return flight == null ? -1 : flight.source();
  }

  /**
   * Folios in flight.
   *
   * @return how many have migration entries
   */
  public int inFlight() {
    return flights.size();
  }

  Machine machine() {
    return machine;
  }

  CopyStation station() {
    return station;
  }
}
