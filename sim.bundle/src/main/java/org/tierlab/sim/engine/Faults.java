package org.tierlab.sim.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.Counts;
import org.tierlab.api.hotness.FaultEvidence;
import org.tierlab.api.hotness.FaultOutcome;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.policy.FaultDecision;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.Standing;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.TaskContext;
import org.tierlab.sim.machine.Machine;
import org.tierlab.sim.machine.MemoryNode;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.memory.SourceMarks;
import org.tierlab.sim.migration.Initiator;
import org.tierlab.sim.recording.Timeline;
import org.tierlab.sim.task.SimTask;
import org.tierlab.sim.task.SlowPath;

/** The fault paths: first touch, hint fault, waiting for a migration. */
@Counts(
    counter = "pgfault",
    unit = "faults",
    about = "Minor faults: first accesses to pages that nothing was mapped at.",
    source = "/proc/vmstat")
@Counts(
    counter = "pgpgin",
    unit = "KiB",
    about = "Read from storage into the page cache; a page is 4.",
    source = "/proc/vmstat")
@Counts(
    counter = "allocstall",
    unit = "stalls",
    about = "Allocations for which the task had to reclaim by itself.",
    source = "/proc/vmstat")
final class Faults implements SlowPath {
  /** No node has a free page: the run cannot go on. */
  static final class OutOfMemoryException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    OutOfMemoryException(String message) {
      super(message);
    }
  }

  private final Engine engine;
  private final Machine machine;
  private final Counter pgfault;
  private final HotnessEvents oneEvent = new HotnessEvents();
  private @Nullable SimTask inTask;
  private @Nullable FaultCall call;

  Faults(Engine engine) {
    this.engine = engine;
    machine = engine.machine();
    pgfault = engine.ledger().counter("pgfault");
  }

  /** Runs plug-in code in a task's context. */
  void inTask(SimTask task, Runnable code) {
    SimTask outer = inTask;
    inTask = task;
    try {
      code.run();
    } finally {
      inTask = outer;
    }
  }

  /** The address space of the task in whose context plug-in code runs, null in a kernel thread. */
  @Nullable AddressSpace taskMm() {
    return inTask == null ? null : inTask.mm();
  }

  /** The core's side of a task context that was handed out. */
  Initiator initiator(TaskContext context) {
    if (context instanceof TaskCall taskCall && taskCall.task() == inTask) {
      return taskCall;
    }
    throw new IllegalArgumentException("a migration for a task that is not in the kernel");
  }

  @Override
  public long minorFault(SimTask task, long page, long nowPs) {
    pgfault.add(1);
    FaultCall fault = callOf(task);
    fault.begin(nowPs, SimTask.KernelWork.FAULT);
    fault.waitForMmapLock();
    fault.charge(machine.costs().minorFaultNs());
    int pages = task.mm().vmaOf(page).folioPages();
    int node = allocate(task, task.mm(), page, pages, fault);
    task.mm().populate(page, node);
    engine.pressure().allocated(node);
    return fault.nowPs();
  }

  @Override
  public long cacheMiss(SimTask task, AddressSpace cache, long page, boolean write, long nowPs) {
    FaultCall call = callOf(task);
    call.begin(nowPs, SimTask.KernelWork.SYSCALL);
    int pages = cache.vmaOf(page).folioPages();
    int node = allocate(task, cache, page, pages, call);
    cache.populate(page, node);
    engine.pressure().allocated(node);
    if (!write) {
      engine.ledger().counter("pgpgin").add(4L * pages);
      call.sleep(machine.costs().storageReadNs());
    }
    return call.nowPs();
  }

  @Override
  public int migratesFrom(AddressSpace mm, long page) {
    return engine.pipeline().sourceOf(mm, page);
  }

  /**
   * Finds a node for new pages: the nearest above its low watermark; if there is none, kswapd is
   * woken everywhere and the min watermarks count; then the task reclaims directly.
   */
  private int allocate(SimTask task, AddressSpace mm, long page, int pages, FaultCall fault) {
    int node = planned(mm, page, pages);
    if (node >= 0) {
      return node;
    }
    node = nearest(task.node(), pages, Mark.LOW);
    if (node >= 0) {
      return node;
    }
    for (int i = 0; i < machine.nodes(); i++) {
      engine.pressure().wakeKswapd(i);
    }
    node = nearest(task.node(), pages, Mark.MIN);
    if (node >= 0) {
      return node;
    }
    engine.ledger().counter("allocstall").add(1);
    SimTask.KernelWork outer = fault.work(SimTask.KernelWork.MIGRATE);
    inTask(task, () -> directReclaim(task.node(), fault));
    fault.work(outer);
    node = nearest(task.node(), pages, Mark.MIN);
    return node >= 0 ? node : last(mm, task.node(), pages);
  }

  private int last(AddressSpace mm, int from, int pages) {
    int node = nearest(from, pages, Mark.NONE);
    if (node < 0) {
      throw new OutOfMemoryException(
          "out of memory: no node has "
              + pages
              + " free pages for "
              + mm.name()
              + "; give machine.nodes more capacity");
    }
    return node;
  }

  /** Where a bound wants a new folio, −1 if none does or there is no room. */
  private int planned(AddressSpace mm, long page, int pages) {
    List<Attachment> policies = engine.policies();
    for (int i = 0; i < policies.size(); i++) {
      if (policies.get(i).standing == Standing.BOUND) {
        int node = policies.get(i).firstTouch.node(mm, page);
        if (node >= 0 && machine.node(node).freePages() >= pages) {
          return node;
        }
      }
    }
    return -1;
  }

  /** Finds a node for pages of a process that starts in mid-run: the nearest with room. */
  int place(AddressSpace mm, int preferred, int pages) {
    int node = nearest(preferred, pages, Mark.LOW);
    if (node < 0) {
      node = nearest(preferred, pages, Mark.MIN);
    }
    return node >= 0 ? node : last(mm, preferred, pages);
  }

  private void directReclaim(int node, FaultCall fault) {
    for (Attachment policy : engine.policies()) {
      if (policy.pressure != null) {
        var handler = policy.pressure;
        engine.guard().call(policy, () -> handler.pressure(node, fault));
      }
    }
  }

  private enum Mark {
    LOW,
    MIN,
    NONE
  }

  private int nearest(int from, int pages, Mark mark) {
    int best = -1;
    for (int id = 0; id < machine.nodes(); id++) {
      MemoryNode node = machine.node(id);
      long floor =
          switch (mark) {
            case LOW -> node.lowWatermark();
            case MIN -> node.minWatermark();
            case NONE -> 0;
          };
      boolean fits = node.freePages() - pages >= floor;
      if (fits && (best < 0 || machine.distance(from, id) < machine.distance(from, best))) {
        best = id;
      }
    }
    return best;
  }

  @Override
  public long hintFault(SimTask task, long page, boolean write, long nowPs) {
    pgfault.add(1);
    FaultCall fault = callOf(task);
    fault.begin(nowPs, SimTask.KernelWork.FAULT);
    fault.waitForMmapLock();
    fault.charge(machine.costs().hintFaultNs());
    fault.fault(page, write);
    AddressSpace mm = task.mm();
    SourceMarks.restore(mm, page);
    List<Attachment> sources = engine.sources();
    for (int i = 0; i < sources.size(); i++) {
      Attachment source = sources.get(i);
      if (source.marks.testAndClear(mm, page)) {
        var handler = source.hintFault;
        if (handler != null) {
          fault.source(source);
          inTask(task, () -> engine.guard().call(source, () -> handler.hintFault(fault)));
        }
      }
    }
    engine
        .machine()
        .timeline()
        .span(Timeline.Lane.TASK, task.name(), "hint fault", nowPs, fault.nowPs(), 1);
    return fault.nowPs();
  }

  @Override
  public long migrationWait(AddressSpace mm, long page, long nowPs) {
    return engine.pipeline().accessibleAt(mm, page, nowPs);
  }

  @Override
  public void strayAccess(SimTask task, long page) {
    engine.workloadBroke(
        task,
        "accesses page "
            + page
            + " of '"
            + task.mm().name()
            + "', which is in no mapping of its "
            + task.mm().pages()
            + " pages");
  }

  private FaultCall callOf(SimTask task) {
    FaultCall reused = call;
    if (reused == null) {
      reused = new FaultCall(engine, task);
      call = reused;
    }
    reused.task(task);
    return reused;
  }

  /** Publishes the fault and asks the policies. */
  FaultOutcome consult(FaultCall fault, Attachment source, FaultEvidence evidence) {
    publish(fault, source);
    fault.evidence(evidence);
    FaultOutcome outcome = FaultOutcome.NO_POLICY;
    List<Attachment> policies = engine.policies();
    for (int i = 0; i < policies.size(); i++) {
      Attachment policy = policies.get(i);
      FaultDecision decision = policy.decision;
      if (decision == null || engine.pipeline().claimedBefore(fault.mm(), fault.page(), policy)) {
        continue;
      }
      outcome = FaultOutcome.STAYED;
      int target = ask(policy, decision, fault);
      if (target != FaultDecision.STAY && target != fault.residentNode()) {
        outcome = move(fault, policy, target, evidence);
        break;
      }
    }
    for (int i = 0; i < policies.size(); i++) {
      Attachment policy = policies.get(i);
      var listener = policy.faultListener;
      if (listener != null) {
        FaultOutcome decided = outcome;
        engine.guard().call(policy, () -> listener.decided(fault, decided));
      }
    }
    return outcome;
  }

  private int ask(Attachment policy, FaultDecision decision, FaultCall fault) {
    int[] answer = {FaultDecision.STAY};
    engine.guard().call(policy, () -> answer[0] = decision.target(fault));
    if (answer[0] < FaultDecision.STAY || answer[0] >= machine.nodes()) {
      policy.fail("sent a page to node " + answer[0]);
      return FaultDecision.STAY;
    }
    return answer[0];
  }

  private FaultOutcome move(
      FaultCall fault, Attachment policy, int target, FaultEvidence evidence) {
    TargetRule rule =
        evidence.tiering() ? TargetRule.HIGH_WATERMARK_WAKE_KSWAPD : TargetRule.HIGH_WATERMARK;
    SimTask.KernelWork outer = fault.work(SimTask.KernelWork.MIGRATE);
    MigrationOutcome moved =
        engine
            .pipeline()
            .moveOne(
                fault.mm(),
                fault.page(),
                target,
                Reason.NUMA_MISPLACED,
                evidence.tiering(),
                rule,
                policy,
                fault);
    fault.work(outer);
    return moved == MigrationOutcome.MIGRATED ? FaultOutcome.MIGRATED : FaultOutcome.FAILED;
  }

  private void publish(FaultCall fault, Attachment source) {
    oneEvent.clear();
    oneEvent.add(
        fault.mm(),
        fault.page(),
        fault.vma().folioPages(),
        1,
        HotnessEvents.UNKNOWN,
        fault.accessingNode(),
        HotnessEvents.UNKNOWN,
        fault.nowNs(),
        fault.nowNs());
    engine.store().append(oneEvent, 0, source.number());
    engine.ledger().add(source.eventsSlot, 1);
  }
}
