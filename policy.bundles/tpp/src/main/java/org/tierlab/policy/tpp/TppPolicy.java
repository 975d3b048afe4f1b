package org.tierlab.policy.tpp;

import org.tierlab.api.Counts;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.Lru;
import org.tierlab.api.policy.FaultDecision;
import org.tierlab.api.policy.FaultQuestion;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.time.Counter;

/**
 * Promotes slow-tier folios that take a hint fault while they are on the active list; one on the
 * inactive list is activated and stays until its next fault.
 *
 * <p>From "Transparent Page Placement for Tiered-Memory" (H. Al Maruf and others, posted in
 * November 2021; ASPLOS 2023), whose last patch puts the test in front of the decision of NUMA
 * balancing. It keeps pages that are touched once from going up, and down again soon after. There
 * is no hot threshold and no rate limit. The other half of TPP, the demotion watermark that keeps
 * room for promotions, is the policy {@code demotion} with {@code demote_scale_factor}.
 *
 * <p>Quirk of the patch that a knob offers: it calls {@code mark_page_accessed()}, which only notes
 * the first fault on an inactive folio and activates at the second, so that the third promotes. The
 * paper says that a fault activates at once.
 *
 * <p>Folios of the top tier stay: TPP does not sample them. Not thread-safe; used from the run's
 * thread.
 */
@Counts(
    counter = "pgpromote_candidate",
    unit = "pages",
    about = "Candidates for promotion: faulted on while on an active list.",
    source = "patch: TPP")
@Counts(
    counter = "pgactivate",
    unit = "pages",
    about = "Put on an active list.",
    source = "/proc/vmstat")
public final class TppPolicy implements FaultDecision {
  /** CPU time to move a folio between lists, nanoseconds (assumed, as in reclaim). */
  static final double ACTIVATE_NS = 100;

  private final PolicyContext context;
  private final Knobs<TppKnobs> knobs;
  private final MachineView machine;
  private final Counter candidates;
  private final Counter activated;
  private final long[] active = new long[1];

  /**
   * Makes the policy for a run.
   *
   * @param context the run
   */
  public TppPolicy(PolicyContext context) {
    this.context = context;
    knobs = context.knobs(TppKnobs.class);
    machine = context.machine();
    candidates = context.counter("pgpromote_candidate");
    activated = context.counter("pgactivate");
  }

  @Override
  public int target(FaultQuestion question) {
    int node = question.accessingNode();
    int resident = question.residentNode();
    if (resident == node) {
      return STAY;
    }
    if (question.evidence().asked()) {
      return node;
    }
    if (machine.node(resident).topTier() || !machine.node(node).topTier()) {
      return STAY;
    }
    if (active(question)) {
      candidates.add(question.vma().folioPages());
      return node;
    }
    noteAccess(question, resident);
    return STAY;
  }

  private void noteAccess(FaultQuestion question, int resident) {
    Lru lru = context.lru(resident);
    if (knobs.get().activation() == TppKnobs.Activation.AT_ONCE) {
      lru.activate(question.mm(), question.page());
    } else {
      lru.markAccessed(question.mm(), question.page());
    }
    question.charge(ACTIVATE_NS);
    if (active(question)) {
      activated.add(question.vma().folioPages());
    }
  }

  private boolean active(FaultQuestion question) {
    long page = question.page();
    question.mm().pageTable().flag(FolioFlag.ACTIVE, page & -64, 1, active);
    return (active[0] >>> page & 1) != 0;
  }
}
