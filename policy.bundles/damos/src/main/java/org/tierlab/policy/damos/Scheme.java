package org.tierlab.policy.damos;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.MigrationReport;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.time.Kthread;

/**
 * One DAMOS scheme being applied to the regions of an aggregation, in order of addresses.
 *
 * <p>From mm/damon/core.c. A region that matches is tried as far as the quota permits; the next
 * window goes on behind the last page that was charged. Quirk kept: a window that resumes passes
 * over the last region of a process. Migration respects the min watermark of its target and nothing
 * else; a full target fails the folio.
 *
 * <p>Deviation: the page that the kernel skips behind the last charged one is not skipped. Not
 * thread-safe.
 */
final class Scheme {
  /** Looking at one region, nanoseconds (assumed). */
  static final double REGION_NS = 20;

  /** Samples of an aggregation where the source does not say: the kernel's 100 ms of 5 ms. */
  static final int SAMPLES = 20;

  /** Folios handed over at once (assumed: eight batches of the kernel). */
  static final int PLAN_FOLIOS = 4096;

  private final PolicyContext context;
  private final Knobs<DamosKnobs> knobs;
  private final Kthread thread;
  private final SchemeStats stats;
  private final Quota quota = new Quota();
  private final Priority priority = new Priority();
  private final Monitor monitor;
  private final AppliedRanges applied = new AppliedRanges();
  private final RegionWalk walk = new RegionWalk();
  private final MigrationPlan plan =
      new MigrationPlan(Reason.DAMON, Batching.BATCHED, TargetRule.MIN_WATERMARK);
  private Filters filters;
  private Destinations destinations;
  private final Filters noFilters = new Filters(List.of());
  private int leastScore;
  private int resumeMm = -1;
  private long resumePage;
  private HotnessEvents events = new HotnessEvents();
  private Runnable done = () -> {};
  private int event;
  private int target;
  private @Nullable AddressSpaceView mm;
  private long next;
  private long regionEnd;
  private long pieceFirst;
  private long pieceEnd;
  private long pieceSinceNs;
  private long appliedBytes;

  Scheme(PolicyContext context, Knobs<DamosKnobs> knobs, Kthread thread, Monitor monitor) {
    this.context = context;
    this.knobs = knobs;
    this.thread = thread;
    this.monitor = monitor;
    stats = new SchemeStats(context);
    filters = new Filters(knobs.get().filters());
    destinations = knobs.get().destinations();
  }

  /** Takes over filters and destinations; a destination that the machine lacks is nowhere. */
  void takeKnobs() {
    filters = new Filters(knobs.get().filters());
    Destinations chosen = knobs.get().destinations();
    boolean exist = chosen.highestNode() < context.machine().nodes();
    destinations = exist ? chosen : Destinations.one(Destinations.NOWHERE);
  }

  /** Applies the scheme to an aggregation and then goes on. */
  void apply(HotnessEvents aggregation, Runnable then) {
    events = aggregation;
    done = then;
    event = 0;
    next = 0;
    regionEnd = 0;
    adjustQuota();
    step();
  }

  private void adjustQuota() {
    DamosKnobs now = knobs.get();
    List<QuotaGoal> goals = now.goals();
    Quota.Goals steering =
        new Quota.Goals(!goals.isEmpty(), now.goalTuner(), () -> QuotaGoal.score(goals, context));
    if (quota.adjust(thread.nowNs(), now.limits(), steering)) {
      stats.quotaExceeded();
    }
    leastScore = 0;
    if (quota.limited()) {
      priority.clear();
      for (int i = 0; i < events.size(); i++) {
        if (matches(i, events.firstPage(i))) {
          priority.add(score(i), events.pages(i) * 4096);
        }
      }
      leastScore = priority.leastScore(quota.effectiveBytes());
    }
  }

  private long ageNs(int i) {
    long ageNs = Math.max(0, events.ageNs(i));
    long first = events.firstPage(i);
    return applied.ageNs(events.mm(i), first, first + events.pages(i), ageNs, events.toNs(i));
  }

  /** An event of unknown count says that there was an access. */
  private int nrAccesses(int i) {
    return events.count(i) == HotnessEvents.UNKNOWN ? 1 : events.count(i);
  }

  private int score(int i) {
    DamosKnobs now = knobs.get();
    return Priority.score(
        now.action(),
        nrAccesses(i),
        events.most(i) > 0 ? events.most(i) : SAMPLES,
        ageNs(i),
        now.nrAccessesPermil(),
        now.agePermil());
  }

  /** Whether a region, from some page of it on, has the scheme's pattern. */
  private boolean matches(int i, long first) {
    AccessPattern pattern = knobs.get().pattern();
    long bytes = (events.firstPage(i) + events.pages(i) - first) * 4096;
    if (!pattern.matches(bytes, nrAccesses(i))) {
      return false;
    }
    // Applying makes a region younger, which need not be known where every lesser age matches.
    return pattern.matchesUpTo(aggregations(i, Math.max(0, events.ageNs(i))))
        || pattern.matchesAge(aggregations(i, ageNs(i)));
  }

  private long aggregations(int i, long ageNs) {
    long aggregationNs = events.toNs(i) - events.fromNs(i);
    return aggregationNs > 0 ? Math.round((double) ageNs / aggregationNs) : 0;
  }

  /** Goes on until a migration is under way, the slice is used, or all is done. */
  private void step() {
    while (!thread.sliceUsed()) {
      if (walk.active()) {
        if (!walkOn()) {
          stats.count();
          return;
        }
      } else if (next < regionEnd) {
        beginPiece();
      } else if (event < events.size()) {
        beginRegion(event++);
      } else {
        stats.count();
        done.run();
        return;
      }
    }
    stats.count();
    thread.after(0, this::step);
  }

  /** Walks on; false if the thread now waits for a migration. */
  private boolean walkOn() {
    while (!walk.finished() && plan.size() < PLAN_FOLIOS && !thread.sliceUsed()) {
      int idle = walk.idleWords();
      if (idle > 0) {
        walk.pass(thread.charge(walk.costsNs(), 0, idle));
      } else {
        thread.charge(walk.readWord(plan, context));
      }
    }
    if (!walk.finished() && plan.size() < PLAN_FOLIOS) {
      return true;
    }
    if (plan.size() > 0) {
      context.migrate(plan, thread, this::migrated);
      return false;
    }
    endPiece(walk.passedPages() * 4096);
    walk.end();
    return true;
  }

  private void migrated(MigrationReport report) {
    for (int i = 0; i < plan.size(); i++) {
      if (report.outcome(i) == MigrationOutcome.MIGRATED) {
        appliedBytes += plan.mm(i).vmaOf(plan.page(i)).folioPages() * 4096L;
      }
    }
    plan.clear();
    step();
  }

  private void beginRegion(int i) {
    thread.charge(REGION_NS);
    if (i == 0 || events.mm(i) != events.mm(i - 1)) {
      target = i == 0 ? 0 : target + 1;
    }
    AddressSpaceView process = context.addressSpace(events.mm(i));
    if (process == null || process.exited()) {
      applied.forget(events.mm(i));
      return;
    }
    long end = events.firstPage(i) + events.pages(i);
    long first = quota.usedUp() ? end : resume(i, events.firstPage(i), end);
    if (first < end && matches(i, first) && (!quota.limited() || score(i) >= leastScore)) {
      mm = process;
      next = first;
      regionEnd = end;
    }
  }

  /** Where to begin in a region; its end if it has been charged. */
  private long resume(int i, long first, long end) {
    if (resumeMm < 0) {
      return first;
    }
    if (events.mm(i) != resumeMm) {
      return end;
    }
    boolean last = i + 1 == events.size() || events.mm(i + 1) != resumeMm;
    if (last) {
      resumeMm = -1;
      return end;
    }
    if (end <= resumePage) {
      return end;
    }
    resumeMm = -1;
    return Math.max(first, resumePage);
  }

  /** Tries what is left of the region, as far as filters are of one mind and the quota permits. */
  private void beginPiece() {
    AddressSpaceView process = mm;
    if (process == null || process.exited()) {
      next = regionEnd;
      return;
    }
    long end = filters.uniformEnd(process, next, regionEnd);
    Filters.Verdict verdict = filters.verdict(process, target, next);
    if (verdict == Filters.Verdict.REJECTED) {
      next = end;
      return;
    }
    long permittedPages = quota.permitted((end - next) * 4096) / 4096;
    if (permittedPages == 0) {
      stats.tried(0, 0, 0);
      next = regionEnd;
      return;
    }
    pieceFirst = next;
    pieceEnd = next + permittedPages;
    pieceSinceNs = thread.nowNs();
    appliedBytes = 0;
    boolean asked = verdict == Filters.Verdict.OPEN;
    boolean moves = knobs.get().action() != DamosKnobs.Action.STAT;
    if (moves || (asked && filters.lookAtFolios())) {
      Destinations to = moves ? destinations : Destinations.one(Destinations.NOWHERE);
      walk.begin(process, pieceFirst, pieceEnd, asked ? filters : noFilters, to);
    } else {
      endPiece(0);
    }
  }

  private void endPiece(long passedBytes) {
    long bytes = (pieceEnd - pieceFirst) * 4096;
    int process = events.mm(event - 1);
    quota.charge(bytes, thread.nowNs() - pieceSinceNs);
    if (quota.usedUp()) {
      resumeMm = process;
      resumePage = pieceEnd;
    }
    if (knobs.get().action() != DamosKnobs.Action.STAT) {
      applied.applied(process, pieceFirst, pieceEnd, events.toNs(event - 1));
      monitor.actedOn(process, pieceFirst, pieceEnd - pieceFirst);
    }
    stats.tried(bytes, appliedBytes, passedBytes);
    next = quota.usedUp() ? regionEnd : pieceEnd;
  }
}
