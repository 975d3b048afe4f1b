package org.tierlab.policy.tenant;

import org.tierlab.api.Counts;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.MigrationReport;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.Kthread;

/**
 * Promotion for processes of different importance that share fast memory.
 *
 * <p>No patch does this. It is the laboratory's own reference for what has been asked for: a scale
 * from "never promote" to "first in line" for each process, as the prctl scale of accessed-bit
 * scanning (0 to 10) suggests but does not carry into the migrator, and fairness among processes in
 * fast memory, as the proposals for control by cgroup want it (K. Zhao, "memory tiering fairness by
 * per-cgroup control of promotion and demotion", 2024; J. Hahn, "Make memcg limits tier-aware",
 * 2026). The parts are textbook: deficit round robin for migration bandwidth, weighted max-min
 * fairness for memory.
 *
 * <p>The policy demotes nobody. A process that has more than its share gets no more; that room is
 * made is the matter of a demotion policy beside it.
 *
 * <p>Not thread-safe; used from the run's thread.
 */
@Counts(
    counter = "tenant_capped",
    unit = "times",
    about = "A process was passed over because it had its share.",
    source = "model")
public final class TenantPolicy {
  /** Folios that are handed over together at most (the kernel's batch). */
  static final int PLAN_FOLIOS = 512;

  /** CPU time to take a folio off its queue and look at it, nanoseconds (assumed). */
  static final double TAKE_NS = 100;

  private static final long CREDIT_PER_PAGE = 1000;

  /** Credit that outlives its period: less than a folio of 2 MiB, so that such a one can go. */
  private static final long SAVED_CREDIT = 511 * CREDIT_PER_PAGE;

  private final PolicyContext context;
  private final Knobs<TenantKnobs> knobs;
  private final TenantTable table;
  private final CandidateReader reader;
  private final Kthread thread;
  private final Counter capped;
  private final Counter outdated;
  private final int slowMask;
  private final MigrationPlan plan =
      new MigrationPlan(Reason.PROMOTION, Batching.BATCHED, TargetRule.HIGH_WATERMARK_WAKE_KSWAPD);
  private long credit;
  private long nextNs;

  /**
   * Makes the policy for a run.
   *
   * @param context the run
   * @param knobs its knobs
   * @throws KnobException if the target node is not a top-tier node of the machine
   */
  public TenantPolicy(PolicyContext context, Knobs<TenantKnobs> knobs) {
    this.context = context;
    this.knobs = knobs;
    int target = knobs.get().targetNid();
    if (!isTopTier(target)) {
      throw new KnobException(
          "target_nid",
          "knob 'target_nid' is '" + target + "', expected a top-tier node of the machine");
    }
    MachineView machine = context.machine();
    int slow = 0;
    for (int node = 0; node < machine.nodes(); node++) {
      slow |= machine.node(node).topTier() ? 0 : 1 << node;
    }
    slowMask = slow;
    table = new TenantTable(context, knobs.get(), ~slow);
    reader = new CandidateReader(context, knobs, table, slow);
    reader.fallbackTarget(target);
    capped = context.counter("tenant_capped");
    outdated = context.counter("tenant_outdated");
    thread = context.kthread("ktenantd");
  }

  private boolean isTopTier(int node) {
    return node < context.machine().nodes() && context.machine().node(node).topTier();
  }

  /** Starts the promoting thread. */
  public void start() {
    knobs.onChange(this::configure);
    nextNs = context.nowNs() + knobs.get().periodNs();
    thread.after(knobs.get().periodNs(), this::read);
  }

  private void configure() {
    table.configure(knobs.get());
    if (isTopTier(knobs.get().targetNid())) {
      reader.fallbackTarget(knobs.get().targetNid());
    }
  }

  private void read() {
    if (!reader.readAll(thread)) {
      thread.after(0, this::read);
      return;
    }
    table.beginPeriod();
    credit = Math.min(credit, SAVED_CREDIT) + knobs.get().creditPerPeriod();
    serve();
  }

  /** Sends folios until the credit is used or nobody has any, a batch at a time. */
  private void serve() {
    plan.clear();
    if (fill(table.first())) {
      fill(table.others());
    }
    if (plan.size() > 0) {
      context.migrate(plan, thread, this::migrated);
    } else {
      sleep();
    }
  }

  /**
   * Takes turns until the batch is full.
   *
   * @return whether the next ring may have its turns: everybody here has been served
   */
  private boolean fill(DeficitRing ring) {
    int passed = 0;
    while (passed < ring.size()) {
      Tenant tenant = ring.current();
      if (plan.size() == PLAN_FOLIOS) {
        return false;
      }
      if (!mayPromote(tenant)) {
        ring.pass();
        passed++;
        continue;
      }
      passed = 0;
      int pages = tenant.headPages();
      if (!ring.affords(pages)) {
        ring.next();
      } else if (pages * CREDIT_PER_PAGE > credit) {
        return false;
      } else {
        ring.spend(pages);
        send(tenant, pages);
      }
    }
    return true;
  }

  /** Looks for the next folio of a tenant that is still in slow memory and within its share. */
  private boolean mayPromote(Tenant tenant) {
    while (!tenant.mm().exited() && tenant.hasHead()) {
      int node = tenant.mm().pageTable().nodeOf(tenant.headPage());
      if (node >= 0 && (slowMask >> node & 1) != 0) {
        if (tenant.mayHave(tenant.headPages())) {
          return true;
        }
        capped.add(1);
        return false;
      }
      thread.charge(TAKE_NS);
      outdated.add(tenant.headPages());
      tenant.removeHead();
    }
    return false;
  }

  private void send(Tenant tenant, int pages) {
    thread.charge(TAKE_NS);
    plan.add(tenant.mm(), tenant.headPage(), tenant.headTarget());
    tenant.removeHead();
    tenant.sent(pages);
    credit -= pages * CREDIT_PER_PAGE;
  }

  private void migrated(MigrationReport report) {
    table.landed();
    for (int i = 0; i < plan.size(); i++) {
      if (report.outcome(i) == MigrationOutcome.MIGRATED) {
        Tenant tenant = table.of(plan.mm(i));
        tenant.promoted(plan.mm(i).vmaOf(plan.page(i)).folioPages());
      }
    }
    serve();
  }

  /** Periods begin at fixed times; one that is late begins at once. */
  private void sleep() {
    nextNs += knobs.get().periodNs();
    long now = thread.nowNs();
    if (nextNs <= now) {
      nextNs = now + 1;
    }
    thread.after(nextNs - now, this::read);
  }
}
