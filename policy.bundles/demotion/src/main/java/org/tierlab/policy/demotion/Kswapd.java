package org.tierlab.policy.demotion;

import java.util.function.DoubleConsumer;
import org.tierlab.api.Counts;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.machine.NodeView;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.MigrationReport;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.Kthread;

/**
 * The kswapd of one node: woken when the node runs short, it passes over the LRU lists with rising
 * effort until enough pages are free.
 *
 * <p>Source: {@code wakeup_kswapd()}, {@code pgdat_balanced()}, {@code balance_pgdat()}, {@code
 * kswapd_shrink_node()} and {@code kswapd_try_to_sleep()} of {@code mm/vmscan.c}, Linux 6.x.
 *
 * <ul>
 *   <li>Balanced is <em>more</em> free pages than the high watermark, or than the promo watermark
 *       when NUMA balancing is in tiering mode (whatever the node's tier).
 *   <li>A run starts at priority 12. A pass that reclaims nothing, or scans fewer pages than it
 *       should reclaim, makes the next one scan twice as much. After priority 1 the run ends;
 *       priority 0, the whole list at once, is left to direct reclaim.
 *   <li>After a run it naps for 100 ms and looks again, and so starts by itself if free pages have
 *       fallen below the mark meanwhile, though nobody woke it.
 *   <li>A run that ends unbalanced is followed by the next at once. Sixteen runs without a single
 *       page make the node hopeless: nothing wakes its kswapd until direct reclaim gets something,
 *       free pages have climbed from below to above the high watermark, or demotion is switched on.
 *   <li>With TPP's demotion watermark ("Transparent Page Placement for Tiered-Memory", H. Al Maruf,
 *       2021) a top-tier node is balanced from that many free pages on, every allocation that
 *       leaves fewer wakes kswapd, a pass may reclaim as many, and a hopeless node is tried again
 *       every ten seconds.
 * </ul>
 */
@Counts(counter = "pageoutrun", unit = "runs", about = "Of kswapd.", source = "/proc/vmstat")
@Counts(
    counter = "kswapd_low_wmark_hit_quickly",
    unit = "times",
    about = "Kswapd was woken while it napped.",
    source = "/proc/vmstat")
@Counts(
    counter = "kswapd_high_wmark_hit_quickly",
    unit = "times",
    about = "Kswapd found its node unbalanced again.",
    source = "/proc/vmstat")
final class Kswapd {
  /** Runs without result after which a node is hopeless (MAX_RECLAIM_RETRIES). */
  static final int MAX_RECLAIM_RETRIES = 16;

  /** How long kswapd naps before it goes to sleep: HZ/10. */
  static final long NAP_NS = 100_000_000L;

  /** How long a hopeless node is left alone if it has a demotion watermark (published). */
  static final long RECOVERY_NS = 10_000_000_000L;

  private enum State {
    ASLEEP,
    NAPPING,
    RUNNING
  }

  private final PolicyContext context;
  private final Knobs<DemotionKnobs> knobs;
  private final NodeView node;
  private final Kthread thread;
  private final DoubleConsumer charge;
  private final LruShrinker shrinker;
  private final Counter runs;
  private final Counter wokenFromNap;
  private final Counter unbalancedAgain;
  private State state = State.ASLEEP;
  private int priority;
  private boolean inPass;
  private long reclaimedPages;
  private int failures;
  private boolean wasBelowHigh;

  Kswapd(PolicyContext context, Knobs<DemotionKnobs> knobs, int node) {
    this.context = context;
    this.knobs = knobs;
    this.node = context.machine().node(node);
    this.thread = context.kthread("kswapd" + node);
    this.charge = thread::charge;
    this.shrinker = new LruShrinker(context, knobs, node, Reason.DEMOTION_KSWAPD);
    this.runs = context.counter("pageoutrun");
    this.wokenFromNap = context.counter("kswapd_low_wmark_hit_quickly");
    this.unbalancedAgain = context.counter("kswapd_high_wmark_hit_quickly");
  }

  /** Wakes kswapd, unless the node has enough free pages, is hopeless, or has no lower tier. */
  void wake() {
    noticeFreedPages();
    if (state == State.RUNNING || maySleep()) {
      return;
    }
    if (state == State.NAPPING) {
      wokenFromNap.add(1);
    }
    start();
  }

  /** Forgets failures: somebody got pages from this node, or the rules have changed. */
  void giveHope() {
    failures = 0;
  }

  /** The kernel sees this when pages are freed; here it is seen at the next wake-up. */
  private void noticeFreedPages() {
    boolean aboveHigh = node.freePages() > node.highWatermark();
    if (aboveHigh && wasBelowHigh) {
      giveHope();
    }
    wasBelowHigh = !aboveHigh;
  }

  private boolean maySleep() {
    return !shrinker.canDemote() || failures >= MAX_RECLAIM_RETRIES || balanced();
  }

  /** Has every allocation below the demotion watermark reported, or none. */
  void watch() {
    context.pressureBelow(node.id(), demotionWatermark());
  }

  private long demotionWatermark() {
    return shrinker.canDemote() ? knobs.get().demotionWatermark(node) : 0;
  }

  private boolean balanced() {
    long demotion = demotionWatermark();
    if (demotion > 0) {
      return node.freePages() >= demotion;
    }
    long mark = knobs.get().memoryTiering() ? node.promoWatermark() : node.highWatermark();
    return node.freePages() > mark;
  }

  private void start() {
    state = State.RUNNING;
    runs.add(1);
    priority = LruShrinker.DEF_PRIORITY;
    reclaimedPages = 0;
    inPass = false;
    thread.after(0, this::run);
  }

  private void run() {
    while (!thread.sliceUsed()) {
      if (!inPass && (balanced() || priority < 1 || !shrinker.canDemote())) {
        finish();
        return;
      }
      if (!inPass) {
        beginPass();
      }
      if (shrinker.done()) {
        endPass();
      } else {
        MigrationPlan plan = shrinker.scanInactive(charge);
        if (plan.size() > 0) {
          context.migrate(plan, thread, this::migrated);
          return;
        }
        shrinker.scanActive(charge);
      }
    }
    thread.after(0, this::run);
  }

  private void migrated(MigrationReport report) {
    shrinker.settle(report);
    shrinker.scanActive(charge);
    thread.after(0, this::run);
  }

  private void beginPass() {
    inPass = true;
    shrinker.ageIfInactiveIsLow(charge);
    shrinker.begin(priority, wantedPages());
  }

  private long wantedPages() {
    long mark = Math.max(node.highWatermark(), demotionWatermark());
    return Math.max(mark, LruShrinker.SWAP_CLUSTER_MAX);
  }

  private void endPass() {
    inPass = false;
    shrinker.end(charge);
    reclaimedPages += shrinker.reclaimedPages();
    if (shrinker.reclaimedPages() > 0) {
      giveHope();
    }
    if (shrinker.reclaimedPages() == 0 || shrinker.scannedPages() < wantedPages()) {
      priority--;
    }
  }

  private void finish() {
    if (priority < 1 && reclaimedPages == 0) {
      failures++;
    }
    if (maySleep()) {
      state = State.NAPPING;
      thread.after(NAP_NS, this::napIsOver);
    } else {
      unbalancedAgain.add(1);
      start();
    }
  }

  private void napIsOver() {
    if (maySleep()) {
      state = State.ASLEEP;
      if (failures >= MAX_RECLAIM_RETRIES && demotionWatermark() > 0) {
        thread.after(RECOVERY_NS, this::start);
      }
    } else {
      unbalancedAgain.add(1);
      start();
    }
  }
}
