package org.tierlab.policy.oracle;

import java.util.ArrayList;
import java.util.List;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.policy.Foresight;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.time.Kthread;
import org.tierlab.api.time.TaskView;

/**
 * The best placement per epoch: at the beginning of each, the folios that its accesses will touch
 * most are put into the fast tier, all at once and at no cost, and stay there until the next.
 *
 * <p>The future is read from a second instance of the workload. How the accesses of an epoch divide
 * among the tasks is not known in advance; they are taken to go on as in the epoch before. An
 * access counts as much as it takes: one of a task that overlaps <i>m</i> misses as 1/<i>m</i>. A
 * folio is judged by its accesses per page. An epoch begins at the first tick, of 1 ms, at which
 * the accesses of the last one have been made.
 *
 * <p>Deviations: nearer and farther nodes of the fast tier are not told apart, and neither is their
 * load: a workload that is limited by bandwidth may be faster with some of its hot pages on a slow
 * node.
 *
 * <p>Not thread-safe; one instance a run.
 */
public final class OraclePolicy {
  private static final long TICK_NS = 1_000_000;

  /** How much farther than the expected end of the epoch is looked. */
  private static final double MARGIN = 1.125;

  private final PolicyContext context;
  private final Knobs<OracleKnobs> knobs;
  private final Foresight foresight;
  private final BestPlacement placement;
  private final Kthread thread;
  private final FolioWeights folios = new FolioWeights();
  private final List<Lookahead> tasks = new ArrayList<>();
  private final List<Long> madeBefore = new ArrayList<>();
  private final long fastPages;
  private long madeAtPlacement;

  /**
   * Makes an oracle that has placed nothing yet.
   *
   * @param context the run; the policy's spec says that it is a bound
   */
  public OraclePolicy(PolicyContext context) {
    this.context = context;
    knobs = context.knobs(OracleKnobs.class);
    foresight = context.bound().foresight();
    placement = new BestPlacement(context);
    thread = context.kthread("oracle");
    fastPages = fastPages(context.machine());
  }

  private static long fastPages(MachineView machine) {
    long pages = 0;
    for (int node = 0; node < machine.nodes(); node++) {
      pages += machine.node(node).topTier() ? machine.node(node).capacityPages() : 0;
    }
    return pages;
  }

  /** Places for the first time, and from then on at every epoch. */
  public void begin() {
    for (TaskView task : context.tasks()) {
      tasks.add(new Lookahead(task, foresight.accesses(task)));
      madeBefore.add(foresight.made(task));
    }
    placeForTheNextEpoch();
    thread.after(TICK_NS, this::tick);
  }

  private void tick() {
    if (made() - madeAtPlacement >= epochAccesses()) {
      placeForTheNextEpoch();
    }
    thread.after(TICK_NS, this::tick);
  }

  private long epochAccesses() {
    return knobs.get().epochAccesses(fastPages);
  }

  private long made() {
    long sum = 0;
    for (Lookahead ahead : tasks) {
      sum += foresight.made(ahead.task());
    }
    return sum;
  }

  private void placeForTheNextEpoch() {
    long made = made();
    long lastEpoch = made - madeAtPlacement;
    folios.clear();
    int live = context.tasks().size();
    for (int i = 0; i < tasks.size(); i++) {
      Lookahead ahead = tasks.get(i);
      if (!ahead.task().exited()) {
        long ofTask = foresight.made(ahead.task());
        double share =
            lastEpoch == 0 ? 1.0 / live : (double) (ofTask - madeBefore.get(i)) / lastEpoch;
        madeBefore.set(i, ofTask);
        int wanted = (int) Math.ceil(MARGIN * share * epochAccesses());
        folios.add(ahead, ahead.look(ofTask, wanted), foresight.overlappingMisses(ahead.task()));
      }
    }
    madeAtPlacement = made;
    folios.sort(placement::isFast);
    placement.place(folios);
  }
}
