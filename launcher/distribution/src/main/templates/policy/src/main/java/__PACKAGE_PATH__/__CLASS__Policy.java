package __PACKAGE__;

import java.util.HashMap;
import java.util.Map;
import org.tierlab.api.Counts;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.Kthread;

/**
 * Promotes what is seen often: a page of a slow node that {@code hot_threshold} hotness events named
 * within one period goes to the first node of the top tier. Nothing is demoted; list {@code
 * demotion} behind this policy for that.
 *
 * <p>A kernel thread wakes up at the end of each period, reads what sources have published since, and
 * has the core carry out one plan. All calls come from the run's one thread.
 */
@Counts(
    counter = "__COUNTER___hot_pages",
    unit = "pages",
    about = "Pages that were seen often enough.",
    source = "model")
public final class __CLASS__Policy {
  /** Events read at once. */
  private static final int BATCH = 4096;

  /** CPU time for one event, in nanoseconds: a look into a hash table (assumed). */
  private static final double EVENT_NS = 100;

  private final PolicyContext context;
  private final Knobs<__CLASS__Knobs> knobs;
  private final Kthread thread;
  private final Counter hotPages;
  private final HotnessEvents events = new HotnessEvents(BATCH);
  private final Map<Page, Integer> sightings = new HashMap<>();

  /** A page of an address space. */
  private record Page(int mm, long number) {}

  /**
   * Joins a run.
   *
   * @param context the run
   */
  public __CLASS__Policy(PolicyContext context) {
    this.context = context;
    this.knobs = context.knobs(__CLASS__Knobs.class);
    this.thread = context.kthread("k__NAME__");
    this.hotPages = context.counter("__COUNTER___hot_pages");
    sleep();
  }

  private void sleep() {
    thread.after(knobs.get().periodMs() * 1_000_000, this::wake);
  }

  private void wake() {
    MigrationPlan plan = plan();
    sightings.clear();
    if (plan.size() == 0) {
      sleep();
    } else {
      context.migrate(plan, thread, report -> sleep());
    }
  }

  /** Reads what is new and says what moves. */
  private MigrationPlan plan() {
    MigrationPlan plan =
        new MigrationPlan(Reason.PROMOTION, Batching.BATCHED, TargetRule.HIGH_WATERMARK_WAKE_KSWAPD);
    int target = fastNode(context.machine());
    while (context.hotness().poll(events, BATCH) > 0) {
      thread.charge(EVENT_NS * events.size());
      for (int i = 0; i < events.size(); i++) {
        AddressSpaceView mm = context.addressSpace(events.mm(i));
        // A count of 0 says that the pages were watched and not accessed.
        if (mm != null && !mm.exited() && events.count(i) != 0) {
          see(mm, events.firstPage(i), events.pages(i), target, plan);
        }
      }
    }
    return plan;
  }

  private void see(AddressSpaceView mm, long first, long pages, int target, MigrationPlan plan) {
    for (long page = first; page < first + pages; page++) {
      int node = mm.pageTable().nodeOf(page);
      if (node < 0 || context.machine().node(node).topTier()) {
        continue;
      }
      if (isHot(sightings.merge(new Page(mm.id(), page), 1, Integer::sum))) {
        hotPages.add(1);
        plan.add(mm, page, target);
      }
    }
  }

  /** True once a period, at the sighting that reaches the threshold. */
  private boolean isHot(int seen) {
    return seen == knobs.get().hotThreshold();
  }

  private static int fastNode(MachineView machine) {
    for (int node = 0; node < machine.nodes(); node++) {
      if (machine.node(node).topTier()) {
        return node;
      }
    }
    throw new IllegalStateException("a machine without a top tier");
  }
}
