package org.tierlab.policy.demotion;

import java.util.Arrays;
import java.util.function.DoubleConsumer;
import org.tierlab.api.Counts;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.machine.NodeView;
import org.tierlab.api.memory.Lru;
import org.tierlab.api.memory.LruBatch;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.MigrationReport;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.time.Counter;

/**
 * Passes over the LRU lists of one node on behalf of one reclaimer, in chunks of 32 pages: what is
 * cold on the inactive list becomes a plan, and the active list refills the inactive one.
 *
 * <p>Source: {@code get_scan_count()}, {@code shrink_lruvec()}, {@code shrink_folio_list()}, {@code
 * folio_check_references()}, {@code shrink_active_list()} and {@code inactive_is_low()} of {@code
 * mm/vmscan.c}, Linux 6.x with the multi-generational LRU off. All folios count as anonymous; there
 * is no swap.
 *
 * <p>A pass is: {@link #begin}, then as long as not {@link #done} the three steps {@link
 * #scanInactive}, {@link #settle} (if there was something to migrate) and {@link #scanActive}, then
 * {@link #end}. They are separate because kswapd waits for the migration in between.
 */
@Counts(
    counter = "pgscan_kswapd",
    unit = "pages",
    about = "Of inactive lists, scanned by kswapd.",
    source = "/proc/vmstat")
@Counts(
    counter = "pgscan_direct",
    unit = "pages",
    about = "Of inactive lists, scanned by tasks that reclaim directly.",
    source = "/proc/vmstat")
@Counts(
    counter = "pgsteal_kswapd",
    unit = "pages",
    about = "Reclaimed by kswapd: here, demoted.",
    source = "/proc/vmstat")
@Counts(
    counter = "pgsteal_direct",
    unit = "pages",
    about = "Reclaimed by tasks directly: here, demoted.",
    source = "/proc/vmstat")
@Counts(
    counter = "pgrefill",
    unit = "pages",
    about = "Of active lists, scanned.",
    source = "/proc/vmstat")
@Counts(
    counter = "pgactivate",
    unit = "pages",
    about = "Put on an active list.",
    source = "/proc/vmstat")
@Counts(
    counter = "pgdeactivate",
    unit = "pages",
    about = "Moved to an inactive list.",
    source = "/proc/vmstat")
final class LruShrinker {
  /** The priority at which reclaim starts; it scans 1/2¹² of a list (DEF_PRIORITY). */
  static final int DEF_PRIORITY = 12;

  /** Pages that are isolated at once (SWAP_CLUSTER_MAX). */
  static final int SWAP_CLUSTER_MAX = 32;

  /** 4 KiB pages in a GiB, as a shift. */
  private static final int GIB_SHIFT = 18;

  private final PolicyContext context;
  private final Knobs<DemotionKnobs> knobs;
  private final Lru lru;
  private final boolean kswapd;
  private final Counter scanned;
  private final Counter stolen;
  private final Counter refilled;
  private final Counter activated;
  private final Counter deactivated;
  private final DemotionTargets targets;
  private final LruBatch batch = new LruBatch();
  private final MigrationPlan plan;
  private int[] batchIndex = new int[2 * SWAP_CLUSTER_MAX];
  private long inactiveLeft;
  private long activeLeft;
  private boolean mayDeactivate;
  private boolean scanWhole;
  private long wantedPages;
  private long scannedPages;
  private long reclaimedPages;

  /**
   * Makes a shrinker.
   *
   * @param context the run
   * @param knobs live knobs
   * @param node whose lists
   * @param reason who reclaims: {@link Reason#DEMOTION_KSWAPD} or {@link Reason#DEMOTION_DIRECT}
   */
  LruShrinker(PolicyContext context, Knobs<DemotionKnobs> knobs, int node, Reason reason) {
    this.context = context;
    this.knobs = knobs;
    this.lru = context.lru(node);
    this.kswapd = reason == Reason.DEMOTION_KSWAPD;
    this.scanned = context.counter(kswapd ? "pgscan_kswapd" : "pgscan_direct");
    this.stolen = context.counter(kswapd ? "pgsteal_kswapd" : "pgsteal_direct");
    this.refilled = context.counter("pgrefill");
    this.activated = context.counter("pgactivate");
    this.deactivated = context.counter("pgdeactivate");
    this.targets = new DemotionTargets(context, node);
    this.plan = new MigrationPlan(reason, Batching.BATCHED, TargetRule.MIN_WATERMARK);
  }

  /**
   * Whether folios of this node can be demoted at present.
   *
   * @return false in the lowest tier, or if demotion is switched off
   */
  boolean canDemote() {
    return knobs.get().demotionEnabled() && targets.any();
  }

  /**
   * Starts a pass.
   *
   * @param priority how much of the lists to scan: one part in 2 to this power
   * @param wanted pages after whose reclaim the pass may end early
   */
  void begin(int priority, long wanted) {
    inactiveLeft = lru.inactivePages() >> priority;
    activeLeft = lru.activePages() >> priority;
    mayDeactivate = inactiveIsLow();
    // Direct reclaim does not stop early in its first pass, so that all lists get their share.
    scanWhole = !kswapd && priority == DEF_PRIORITY;
    wantedPages = wanted;
    scannedPages = 0;
    reclaimedPages = 0;
  }

  /**
   * Whether the pass has nothing more to do but to {@link #end}.
   *
   * @return true once the inactive list's share is scanned or enough was reclaimed
   */
  boolean done() {
    return inactiveLeft == 0 || (reclaimedPages >= wantedPages && !scanWhole);
  }

  /**
   * Looks at the next chunk of the inactive list.
   *
   * @param charge who pays
   * @return the folios to demote, perhaps none
   */
  MigrationPlan scanInactive(DoubleConsumer charge) {
    int chunk = (int) Math.min(inactiveLeft, SWAP_CLUSTER_MAX);
    inactiveLeft -= chunk;
    int pages = lru.scanInactive(chunk, batch);
    scannedPages += pages;
    scanned.add(pages);
    charge.accept(batch.size() * knobs.get().scanFolioNs());
    plan.clear();
    targets.beginChunk();
    for (int i = 0; i < batch.size(); i++) {
      if (!batch.mm(i).vmaOf(batch.page(i)).migratable()) {
        activate(i);
      } else if (!batch.referenced(i)) {
        demote(i);
      } else if (batch.referencedBefore(i)) {
        activate(i);
      }
    }
    return plan;
  }

  private void demote(int i) {
    if (plan.size() == batchIndex.length) {
      batchIndex = Arrays.copyOf(batchIndex, 2 * batchIndex.length);
    }
    batchIndex[plan.size()] = i;
    plan.add(batch.mm(i), batch.page(i), targets.choose(folioPages(i)));
  }

  private void activate(int i) {
    lru.activate(batch, i);
    activated.add(folioPages(i));
  }

  private int folioPages(int i) {
    return batch.mm(i).vmaOf(batch.page(i)).folioPages();
  }

  /**
   * Accounts for the plan of {@link #scanInactive} once it has been carried out.
   *
   * @param report what became of it
   */
  void settle(MigrationReport report) {
    long migrated = 0;
    for (int i = 0; i < plan.size(); i++) {
      switch (report.outcome(i)) {
        case MIGRATED -> migrated += folioPages(batchIndex[i]);
        // Without swap there is no second way to reclaim it, and the kernel activates it.
        case TARGET_FULL, COPY_FAILED, NOT_MIGRATABLE -> activate(batchIndex[i]);
        case ALREADY_THERE, MM_EXITED, NOT_PRESENT, CLAIMED, IN_FLIGHT, CANCELLED -> {}
      }
    }
    reclaimedPages += migrated;
    stolen.add(migrated);
    wakeLowerTiers();
  }

  /** Demotion allocates with permission to wake kswapd, and so presses on a middle tier. */
  private void wakeLowerTiers() {
    int seen = 0;
    for (int i = 0; i < plan.size(); i++) {
      NodeView below = context.machine().node(plan.target(i));
      boolean first = (seen >> below.id() & 1) == 0;
      seen |= 1 << below.id();
      if (first
          && below.freePages() <= below.lowWatermark()
          && context.machine().demotionTarget(below.id()) >= 0) {
        context.wakeKswapd(below.id());
      }
    }
  }

  /**
   * Looks at the next chunk of the active list, if it may be shrunk in this pass.
   *
   * @param charge who pays
   */
  void scanActive(DoubleConsumer charge) {
    int chunk = (int) Math.min(activeLeft, SWAP_CLUSTER_MAX);
    activeLeft -= chunk;
    if (chunk > 0 && mayDeactivate) {
      deactivate(chunk, charge);
    }
  }

  /**
   * Ends a pass.
   *
   * @param charge who pays
   */
  void end(DoubleConsumer charge) {
    ageIfInactiveIsLow(charge);
  }

  /**
   * Moves one chunk from the active to the inactive list if the latter is low.
   *
   * @param charge who pays
   */
  void ageIfInactiveIsLow(DoubleConsumer charge) {
    if (inactiveIsLow()) {
      deactivate(SWAP_CLUSTER_MAX, charge);
    }
  }

  private void deactivate(int chunk, DoubleConsumer charge) {
    refilled.add(lru.scanActive(chunk, batch));
    charge.accept(batch.size() * knobs.get().scanFolioNs());
    for (int i = 0; i < batch.size(); i++) {
      lru.deactivate(batch, i);
      deactivated.add(folioPages(i));
    }
  }

  private boolean inactiveIsLow() {
    return inactiveIsLow(lru.inactivePages(), lru.activePages());
  }

  /**
   * Whether the active list is too long for the inactive one: more than √(10 × GiB) times as long,
   * rounded down, both lists together making the GiB; more than just as long below 1 GiB.
   *
   * @param inactive pages
   * @param active pages
   * @return true if the active list may be shrunk
   */
  static boolean inactiveIsLow(long inactive, long active) {
    long gib = (inactive + active) >> GIB_SHIFT;
    long ratio = gib == 0 ? 1 : (long) Math.sqrt(10.0 * gib);
    return inactive * ratio < active;
  }

  /**
   * Pages of the inactive list scanned in this pass.
   *
   * @return pages
   */
  long scannedPages() {
    return scannedPages;
  }

  /**
   * Pages demoted in this pass.
   *
   * @return pages
   */
  long reclaimedPages() {
    return reclaimedPages;
  }
}
