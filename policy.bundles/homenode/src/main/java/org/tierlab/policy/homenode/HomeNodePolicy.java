package org.tierlab.policy.homenode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * Pages move to the node that faults on them twice in a row; tasks get a home node and change
 * places with others so that they run where their memory is.
 *
 * <p>From the balancenuma series of 2012 ("Foundation for automatic NUMA balancing", with the home
 * node and the two-stage filter that it took from "sched/numa" and the search for a task to swap
 * with, CPU follows memory). Fault counts are halved after each pass of the scanner.
 *
 * <p>Deviations: nodes without CPUs, unknown in 2012, count in the weights but are no place for a
 * task. The search looks at all tasks of other nodes, not only at the running one of each CPU; a
 * task without faults is no partner. Without a partner a task's home is the node with most of its
 * own faults. A well-placed task's scan period doubles if the source listens, as balancenuma's
 * does.
 *
 * <p>Not thread-safe; used from the run's thread.
 */
@Counts(
    counter = "homenode_filtered",
    unit = "pages",
    about = "Faulted on from another node than last time, and had to wait.",
    source = "model")
@Counts(
    counter = "numa_task_swapped",
    unit = "swaps",
    about = "Two tasks exchanged their home nodes.",
    source = "/proc/vmstat")
public final class HomeNodePolicy {
  /** Kernel CPU time to look at another CPU's task, nanoseconds: two cache misses (assumed). */
  static final double LOOK_NS = 200;

  private final PolicyContext context;
  private final Knobs<HomeNodeKnobs> knobs;
  private final MachineView machine;
  private final int nodesWithCpus;
  private final Counter filtered;
  private final Counter swapped;
  private final List<TaskFaults> tasks = new ArrayList<>();
  private @Nullable TaskFaults[] byTask = new TaskFaults[16];
  private @Nullable MmFaults[] mms = new MmFaults[4];

  /**
   * Makes the policy for a run.
   *
   * @param context the run
   * @param knobs its knobs
   */
  public HomeNodePolicy(PolicyContext context, Knobs<HomeNodeKnobs> knobs) {
    this.context = context;
    this.knobs = knobs;
    machine = context.machine();
    int cpus = 0;
    for (int node = 0; node < machine.nodes(); node++) {
      cpus |= machine.node(node).hasCpus() ? 1 << node : 0;
    }
    nodesWithCpus = cpus;
    filtered = context.counter("homenode_filtered");
    swapped = context.counter("numa_task_swapped");
  }

  /** Starts answering hint faults. */
  public void start() {
    context.onHintFault(this::target);
    context.onFaultDecided(this::decided);
  }

  /** The faulting CPU's node, if the last fault came from there too. */
  int target(FaultQuestion question) {
    int node = question.accessingNode();
    int last = lastNode(question, node);
    if (question.residentNode() == node) {
      return FaultDecision.STAY;
    }
    boolean filter = knobs.get().lastNidFilter() && !question.evidence().asked();
    if (filter && last != node) {
      filtered.add(question.vma().folioPages());
      return FaultDecision.STAY;
    }
    return node;
  }

  /**
   * What the page's {@code last_nid} says. The source stores it, except where memory tiering uses
   * the field for the time of the mark: then the policy has a field of its own, as the series did.
   */
  private int lastNode(FaultQuestion question, int node) {
    FaultEvidence evidence = question.evidence();
    if (!evidence.tiering()) {
      return evidence.lastNode();
    }
    MmFaults mm = mmOf(question.mm().id(), evidence.scanSequence());
    return mm.exchangeLastNid(question.page(), node, question.mm().pages());
  }

  /** Statistics, whoever decided; placement once after each pass over the memory. */
  void decided(FaultQuestion question, FaultOutcome outcome) {
    int sequence = question.evidence().scanSequence();
    TaskFaults task = taskOf(question.task(), question.mm().id(), sequence);
    if (task.passCompleted(sequence)) {
      place(task, question);
      task.own().halve();
      task.mm().halveAfterPass(sequence);
    }
    task.count(question.residentNode(), question.vma().folioPages());
  }

  private void place(TaskFaults me, FaultQuestion payer) {
    if (!me.own().known()) {
      return;
    }
    int here = me.task().node();
    int best = me.own().best(here, nodesWithCpus);
    boolean well = best == here && me.mm().weights().best(here, nodesWithCpus) == here;
    if (well) {
      context.wellPlaced(me.task());
    } else if (knobs.get().swapTasks()) {
      tasks.removeIf(task -> task.task().exited());
      payer.charge(LOOK_NS * tasks.size());
      TaskFaults partner = SwapSearch.partner(me, tasks);
      if (partner != null) {
        swap(me, partner);
        return;
      }
    }
    home(me.task(), best);
  }

  private void swap(TaskFaults me, TaskFaults partner) {
    int here = me.task().node();
    int there = partner.task().node();
    context.scheduler().swap(me.task(), partner.task());
    home(me.task(), there);
    home(partner.task(), here);
    swapped.add(1);
  }

  private void home(TaskView task, int node) {
    if (knobs.get().setHomeNodes() && task.homeNode() != node) {
      context.scheduler().setHomeNode(task, node);
    }
  }

  private TaskFaults taskOf(TaskView view, int mm, int sequence) {
    int id = view.id();
    if (id >= byTask.length) {
      byTask = Arrays.copyOf(byTask, Math.max(id + 1, 2 * byTask.length));
    }
    TaskFaults task = byTask[id];
    if (task == null) {
      task = new TaskFaults(view, machine.nodes(), mmOf(mm, sequence), sequence);
      byTask[id] = task;
      tasks.add(task);
      tasks.sort((one, other) -> Integer.compare(one.task().id(), other.task().id()));
    }
    return task;
  }

  private MmFaults mmOf(int id, int sequence) {
    if (id >= mms.length) {
      mms = Arrays.copyOf(mms, Math.max(id + 1, 2 * mms.length));
    }
    MmFaults mm = mms[id];
    if (mm == null) {
      mm = new MmFaults(machine.nodes(), sequence);
      mms[id] = mm;
    }
    return mm;
  }
}
