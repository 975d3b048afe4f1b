package org.tierlab.policy.numabalancing;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.Counts;
import org.tierlab.api.hotness.FaultEvidence;
import org.tierlab.api.hotness.FaultOutcome;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.policy.FaultDecision;
import org.tierlab.api.policy.FaultQuestion;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.TaskView;

/**
 * The deciding side of NUMA balancing: whether a hint fault moves its folio to the faulting CPU's
 * node, in modes 1 (normal), 2 (memory tiering) and 3 (both), as of Linux 6.18.
 *
 * <p>After {@code mpol_misplaced()} in {@code mm/mempolicy.c} for tasks without a policy of their
 * own, and {@code should_numa_migrate_memory()}, {@code task_numa_fault()} and {@code
 * task_numa_placement()} in {@code kernel/sched/fair.c}. A slow-tier folio that its source judges
 * by time goes by {@link PromotionThrottle}; any other by who faulted on it last: at once early in
 * a task's life, later only after two faults from one node, and if it is shared only where its
 * group of tasks gains.
 *
 * <p>Deviations: a task off its preferred node is moved once a second at most, to an idle CPU or
 * not at all; nobody is swapped with, and no third node is tried. Not thread-safe; used from the
 * run's thread.
 */
@Counts(
    counter = "pgpromote_candidate",
    unit = "pages",
    about = "Candidates for promotion that were hot enough, counted before the rate limit.",
    source = "/proc/vmstat")
@Counts(
    counter = "pgpromote_candidate_nrl",
    unit = "pages",
    about = "Candidates for promotion without rate limit, as the target had free space.",
    source = "/proc/vmstat")
public final class NumaBalancingPolicy {
  /** Passes during which first and private faults migrate unconditionally (published). */
  private static final int EARLY_PASSES = 4;

  /** Bits of the PID in {@code last_cpupid} (published: {@code LAST__PID_SHIFT} is 8). */
  private static final int PID_MASK = 0xff;

  private static final long RETRY_NS = 1_000_000_000L;
  private static final long NS_PER_MS = 1_000_000L;

  private final PolicyContext context;
  private final Knobs<NumaBalancingKnobs> knobs;
  private final MachineView machine;
  private final Counter candidates;
  private final Counter unlimited;
  private final PromotionThrottle[] throttles;
  private @Nullable TaskFaults[] tasks = new TaskFaults[16];
  private @Nullable GroupFaults[] groups = new GroupFaults[4];
  private boolean wasTiering;

  /**
   * Makes the policy for a run.
   *
   * @param context the run
   */
  public NumaBalancingPolicy(PolicyContext context) {
    this.context = context;
    knobs = context.knobs(NumaBalancingKnobs.class);
    machine = context.machine();
    candidates = context.counter("pgpromote_candidate");
    unlimited = context.counter("pgpromote_candidate_nrl");
    throttles = new PromotionThrottle[machine.nodes()];
    Arrays.setAll(throttles, node -> new PromotionThrottle(context.nowNs() / NS_PER_MS));
    wasTiering = knobs.get().tiering();
  }

  /** Starts answering hint faults. */
  public void start() {
    context.onHintFault(this::target);
    context.onFaultDecided(this::decided);
    knobs.onChange(this::modeChanged);
  }

  private void modeChanged() {
    boolean tiering = knobs.get().tiering();
    if (tiering && !wasTiering) {
      for (PromotionThrottle throttle : throttles) {
        throttle.reset(context.nowNs() / NS_PER_MS);
      }
    }
    wasTiering = tiering;
  }

  /** {@code mpol_misplaced()}: the faulting CPU's node, or stay. */
  int target(FaultQuestion question) {
    int target = question.accessingNode();
    if (question.residentNode() == target) {
      return FaultDecision.STAY;
    }
    if (question.evidence().asked()) {
      // MPOL_F_MOF without MPOL_F_MORON: should_numa_migrate_memory() is not asked.
      return target;
    }
    boolean moves =
        question.evidence().tiering() ? hot(question, target) : misplaced(question, target);
    return moves ? target : FaultDecision.STAY;
  }

  /** Memory tiering: plenty of room, or sooner than the threshold and within the rate limit. */
  private boolean hot(FaultQuestion question, int target) {
    NumaBalancingKnobs now = knobs.get();
    PromotionThrottle throttle = throttles[target];
    long pages = question.vma().folioPages();
    if (PromotionThrottle.freeSpaceEnough(machine.node(target))) {
      throttle.dropThreshold();
      unlimited.add(pages);
      return true;
    }
    long nowMs = question.nowNs() / NS_PER_MS;
    throttle.adjust(nowMs, now);
    long latencyMs = question.evidence().hintLatencyNs() / NS_PER_MS;
    if (latencyMs >= throttle.thresholdMs(now)) {
      return false;
    }
    candidates.add(pages);
    return throttle.admit(nowMs, pages, now.rateLimitPagesPerSecond());
  }

  /** Normal balancing: the two-stage filter, then the group's interest. */
  private boolean misplaced(FaultQuestion question, int target) {
    FaultEvidence evidence = question.evidence();
    int source = question.residentNode();
    boolean first = evidence.lastNode() < 0;
    if (first && !machine.node(source).topTier() && !knobs.get().tiering()) {
      return false;
    }
    TaskFaults task = faultsOf(question.task());
    boolean own = !first && sameTask(evidence, question.task());
    boolean early = task.preferredNode() < 0 || task.scanSequence() <= EARLY_PASSES;
    if (early && (first || own)) {
      return true;
    }
    if (!first && evidence.lastNode() != target) {
      return false;
    }
    GroupFaults group = task.group();
    return own || group == null || group.favours(target, source);
  }

  private static boolean sameTask(FaultEvidence evidence, TaskView task) {
    return evidence.lastTask() >= 0 && (evidence.lastTask() & PID_MASK) == (task.id() & PID_MASK);
  }

  /** {@code task_numa_fault()}: statistics, whoever decided. */
  void decided(FaultQuestion question, FaultOutcome outcome) {
    NumaBalancingKnobs now = knobs.get();
    FaultEvidence evidence = question.evidence();
    int memoryNode = question.residentNode();
    boolean known = evidence.lastNode() >= 0;
    boolean slow = !machine.node(memoryNode).topTier();
    if (now.numaBalancing() == 0 || (slow && (now.tiering() || !known))) {
      return;
    }
    TaskFaults task = faultsOf(question.task());
    if (known && !sameTask(evidence, question.task())) {
      task.join(groupOf(question.mm().id()));
    }
    place(task, evidence.scanSequence(), question.nowNs());
    task.count(memoryNode, question.accessingNode(), question.vma().folioPages());
  }

  private void place(TaskFaults task, int sequence, long nowNs) {
    int busiest = task.place(sequence, nowNs);
    if (busiest >= 0) {
      int preferred = nearestWithCpus(busiest);
      task.prefer(preferred);
    }
    if (task.retryDue(nowNs, RETRY_NS)) {
      migrate(task);
    }
    if (task.preferredNode() == task.task().node()) {
      settle(task);
    }
  }

  /** {@code task_numa_migrate()}: to the preferred node, or a group's task settles where it is. */
  private void migrate(TaskFaults task) {
    if (context.scheduler().moveToIdleCpu(task.task(), task.preferredNode())) {
      settle(task);
    } else if (task.group() != null) {
      task.prefer(task.task().node());
    }
  }

  /** {@code sched_setnuma()}: the load balancer leaves the task where its preferred node is. */
  private void settle(TaskFaults task) {
    if (task.task().homeNode() != task.preferredNode()) {
      context.scheduler().setHomeNode(task.task(), task.preferredNode());
    }
  }

  private int nearestWithCpus(int node) {
    int nearest = node;
    int least = Integer.MAX_VALUE;
    for (int other = 0; other < machine.nodes(); other++) {
      int distance = machine.distance(node, other);
      if (machine.node(other).hasCpus() && distance < least) {
        least = distance;
        nearest = other;
      }
    }
    return nearest;
  }

  private TaskFaults faultsOf(TaskView view) {
    int id = view.id();
    if (id >= tasks.length) {
      tasks = Arrays.copyOf(tasks, Math.max(id + 1, 2 * tasks.length));
    }
    TaskFaults task = tasks[id];
    if (task == null) {
      task = new TaskFaults(view, machine.nodes());
      tasks[id] = task;
    }
    return task;
  }

  private GroupFaults groupOf(int mm) {
    if (mm >= groups.length) {
      groups = Arrays.copyOf(groups, Math.max(mm + 1, 2 * groups.length));
    }
    GroupFaults group = groups[mm];
    if (group == null) {
      group = new GroupFaults(machine.nodes());
      groups[mm] = group;
    }
    return group;
  }
}
