package org.tierlab.policy.hotstore;

import org.tierlab.api.hotness.FaultOutcome;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.policy.FaultQuestion;
import org.tierlab.api.policy.PolicyContext;

/**
 * Hot page tracking and promotion for any mix of sources: pghot and its kmigrated threads, which
 * grew out of kpromoted.
 *
 * <p>From the series "mm: Hot page tracking and promotion infrastructure" (mm/pghot.c), its v3 and
 * v5 to v6. Every report counts as one access to a page; a page that is accessed often enough, each
 * time within the window after the last, is ready, and the migrator thread of its slow node
 * promotes it within {@code kmigrated_sleep_ms}, throttled as NUMA balancing in memory-tiering mode
 * is.
 *
 * <p>Deviations: records belong to pages of an address space, not to page frames, so that a record
 * follows its page if somebody else moves it; a section is 128 MiB of an address space and may hold
 * pages of several nodes. Reports are read by the migrator threads when they wake, with the time of
 * the access, and recorded at their expense; only hint faults charge the faulting task. The kernel
 * records all of them in the context of the source.
 *
 * <p>Not thread-safe; used from the run's thread.
 */
public final class HotStorePolicy {
  private final PolicyContext context;
  private final Knobs<HotStoreKnobs> knobs;
  private final SourceClassifier classifier = new SourceClassifier();
  private final AccessRecorder recorder;
  private final HotMap map;
  private final int slowMask;

  /**
   * Makes the policy for a run.
   *
   * @param context the run
   * @param knobs its knobs
   * @throws KnobException if the target node is not a top-tier node of the machine
   */
  public HotStorePolicy(PolicyContext context, Knobs<HotStoreKnobs> knobs) {
    this.context = context;
    this.knobs = knobs;
    int target = knobs.get().targetNid();
    MachineView machine = context.machine();
    if (!isTopTier(target)) {
      throw new KnobException(
          "target_nid",
          "knob 'target_nid' is '" + target + "', expected a top-tier node of the machine");
    }
    int slow = 0;
    for (int node = 0; node < machine.nodes(); node++) {
      slow |= machine.node(node).topTier() ? 0 : 1 << node;
    }
    slowMask = slow;
    map = new HotMap(knobs.get().variant());
    recorder = new AccessRecorder(context, knobs, map, classifier, slowMask);
    recorder.fallbackTarget(target);
  }

  private boolean isTopTier(int node) {
    return node < context.machine().nodes() && context.machine().node(node).topTier();
  }

  /** Starts one migrator thread for each slow node. */
  public void start() {
    knobs.onChange(this::takeTarget);
    context.onFaultDecided(this::fault);
    Promotions promotions = new Promotions(context, knobs, classifier);
    for (int rest = slowMask; rest != 0; rest &= rest - 1) {
      int node = Integer.numberOfTrailingZeros(rest);
      new Kmigrated(context, knobs, map, recorder, promotions, node, slowMask).start();
    }
  }

  /** A target that is not top tier is ignored, as the kernel refuses to store it. */
  private void takeTarget() {
    if (isTopTier(knobs.get().targetNid())) {
      recorder.fallbackTarget(knobs.get().targetNid());
    }
  }

  /** The fault itself comes as an event; here it is told from other events, and paid for. */
  private void fault(FaultQuestion question, FaultOutcome outcome) {
    classifier.fault(question, outcome);
    if ((knobs.get().enabledSources() & SourceClass.HINTFAULTS.bit()) != 0) {
      question.charge(AccessRecorder.RECORD_NS);
    }
  }
}
