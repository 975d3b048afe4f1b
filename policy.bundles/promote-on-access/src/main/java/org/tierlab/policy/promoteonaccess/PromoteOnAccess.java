package org.tierlab.policy.promoteonaccess;

import org.jspecify.annotations.Nullable;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.policy.MigrationReport;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.time.Kthread;

/**
 * kmmscand's migrator: a kernel thread that empties the migration list, folio by folio.
 *
 * <p>From the "PTE A-bit based scanning" series (mm/kmmscand.c, mm/kscand.c), V1 by default. No
 * batch, no rate limit, no test of hotness beyond an access count that is not 0: what is on the
 * list and still in slow memory goes to its target node. A target below its high watermark fails
 * the folio and wakes kswapd. When the list is empty the thread sleeps and then waits, 20 ms each.
 * From V2 on a pass empties the list of one process ({@link MigrationLists}).
 *
 * <p>V0 migrates in the scanner: the thread bears the scanner's name, which thus pays, looks for
 * work every millisecond (assumed), and the scanner waits for it.
 *
 * <p>Deviations: records are made when the thread reads the events, of pages that are in slow
 * memory then, so that events of any source will do; a range is read 64 pages at a time. The target
 * is the one that was proposed with the event, not the process's of the moment. If the source knows
 * the accessing node but proposes no target, the former is taken before the knob. Folios are handed
 * over in plans of about 512, between which the events are read on. Records of a page that is on
 * the list already fail when the list has been emptied. Dirty file folios are moved.
 *
 * <p>Not thread-safe.
 */
public final class PromoteOnAccess {
  /** Folios after which a plan is submitted; at most 63 more are in it (assumed). */
  static final int PLAN_FOLIOS = 512;

  /** CPU time to look 64 entries of an event up, nanoseconds (assumed). */
  static final double WORD_NS = 20;

  /** CPU time to take a record off its list, with its lock, nanoseconds (assumed). */
  static final double RECORD_NS = 50;

  private final PolicyContext context;
  private final Knobs<PromoteOnAccessKnobs> knobs;
  private final Kthread thread;
  private final EventReader events;
  private final MigrationLists lists;
  private final RecordTaker taker;
  private final MigratorCounters counters;
  private int fallbackTarget;
  private long submittedNs;

  /**
   * Starts the migrator.
   *
   * @param context the run
   * @param knobs the migrator's knobs
   * @throws KnobException if the target node is not a top-tier node of the machine
   */
  public PromoteOnAccess(PolicyContext context, Knobs<PromoteOnAccessKnobs> knobs) {
    this.context = context;
    this.knobs = knobs;
    PromoteOnAccessKnobs now = knobs.get();
    checkTarget(now.targetNode(), context.machine());
    fallbackTarget = now.targetNode();
    knobs.onChange(this::takeTarget);
    counters = new MigratorCounters(context, now.series());
    events = new EventReader(context);
    lists = new MigrationLists(now.series().perMmLists());
    taker = new RecordTaker(counters, events.slowMask(), context.machine().nodes());
    thread = context.kthread(now.series().threadName());
    thread.after(now.pauseNs(), this::pass);
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

  private void pass() {
    if (!readEvents()) {
      thread.after(0, this::pass);
      return;
    }
    counters.taken(lists.choose(knobs.get().rotateMms()));
    counters.passBegins(lists.owner());
    proceed();
  }

  /** Makes records of what was published; false if the slice ended before. */
  private boolean readEvents() {
    while (events.hasNext()) {
      if (thread.sliceUsed()) {
        return false;
      }
      thread.charge(WORD_NS);
      counters.taken(events.readWord(lists, fallbackTarget));
      counters.duplicates.add(events.takeRepeated());
    }
    return true;
  }

  private void proceed() {
    if (!readEvents()) {
      thread.after(0, this::proceed);
      return;
    }
    counters.lists(lists);
    taker.clear();
    MigrationList list = lists.current();
    while (list != null
        && !list.isEmpty()
        && taker.plan().size() < PLAN_FOLIOS
        && !thread.sliceUsed()) {
      thread.charge(taker.take(list, knobs.get().requireActive()) * RECORD_NS);
    }
    noteLists(list);
    if (taker.plan().size() > 0) {
      submittedNs = thread.nowNs();
      context.migrate(taker.plan(), thread, this::migrated);
    } else if (list != null && !list.isEmpty()) {
      thread.after(0, this::proceed);
    } else {
      endPass(list);
    }
  }

  private void noteLists(@Nullable MigrationList list) {
    counters.lists(lists);
    AddressSpaceView owner = lists.owner();
    if (owner != null && list != null) {
      counters.listOf(owner, list.pages());
    }
  }

  private void endPass(@Nullable MigrationList list) {
    long repeated = list == null ? 0 : list.takeDuplicates();
    if (repeated > 0) {
      thread.charge(repeated * RECORD_NS);
      counters.failed(MigrationFailure.INELIGIBLE_SRC_NODE, repeated);
      counters.taken(repeated);
    }
    thread.after(knobs.get().pauseNs(), this::pass);
  }

  private void migrated(MigrationReport report) {
    if (counters.overhead != null) {
      counters.overhead.add((thread.nowNs() - submittedNs) / 1000);
    }
    taker.account(report);
    proceed();
  }
}
