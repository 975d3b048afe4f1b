package org.tierlab.sim.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.Placement;
import org.tierlab.sim.machine.Machine;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.memory.OpenFile;
import org.tierlab.sim.task.SimTask;

/**
 * Brings the processes of all workloads to life, each at its time. Address spaces and tasks are
 * numbered in order of starting; those that start at the same time in the order in which they were
 * described.
 */
final class Births {
  private final Engine engine;
  private final Machine machine;
  private final IdentityHashMap<ProcessPlan, AddressSpace> mms = new IdentityHashMap<>();
  private final IdentityHashMap<FilePlan, AddressSpace> caches = new IdentityHashMap<>();
  private final IdentityHashMap<SimTask, Attachment> owners = new IdentityHashMap<>();
  private final Set<String> names = new HashSet<>();
  private int nextCpu;

  Births(Engine engine) {
    this.engine = engine;
    machine = engine.machine();
  }

  /**
   * Starts what starts at once and schedules the rest.
   *
   * @param workloads built, in order of the experiment
   */
  void begin(List<WorkloadBuilder> workloads) {
    List<ProcessPlan> plans = inOrder(workloads);
    for (ProcessPlan plan : plans) {
      conceive(plan);
    }
    for (WorkloadBuilder workload : workloads) {
      workload.files().forEach(this::cache);
    }
    for (ProcessPlan plan : plans) {
      AddressSpace mm = Objects.requireNonNull(mms.get(plan));
      open(plan, mm);
      List<SimTask> tasks = new ArrayList<>();
      for (TaskPlan task : plan.tasks) {
        tasks.add(conceive(mm, task, plan.workload));
      }
      if (startNs(plan) == 0) {
        start(plan, mm, tasks);
      } else {
        engine.limits().requireExact(plan.name);
        engine.events().at(startNs(plan) * 1000, () -> start(plan, mm, tasks));
      }
    }
    if (!engine.population().unfinished()) {
      throw new IllegalArgumentException("the workload has no task to wait for");
    }
  }

  /** The processes of several workloads in the order in which they get their numbers. */
  static List<ProcessPlan> inOrder(List<WorkloadBuilder> workloads) {
    List<ProcessPlan> plans = new ArrayList<>();
    for (WorkloadBuilder workload : workloads) {
      plans.addAll(workload.processes());
    }
    plans.forEach(ProcessPlan::check);
    plans.sort(Comparator.comparingLong(Births::startNs));
    return plans;
  }

  private static long startNs(ProcessPlan plan) {
    return plan.workload.startNs() + plan.startNs();
  }

  /** The workload that described a task. */
  @Nullable Attachment ownerOf(SimTask task) {
    return owners.get(task);
  }

  private void conceive(ProcessPlan plan) {
    AddressSpace mm =
        new AddressSpace(
            engine.population().nextMmId(),
            unused(plan.name),
            plan.scale(),
            machine,
            engine.ledger(),
            engine.population().lru(),
            engine.plugins()::lostMark);
    if (plan.leaderWaits) {
      mm.leaveLeaderWaiting();
    }
    if (plan.parent != null) {
      mm.forkedBy(mms.get(plan.parent));
    }
    mms.put(plan, mm);
    engine.population().add(mm);
  }

  /** Makes the page cache of a file. */
  private void cache(FilePlan plan) {
    engine.limits().requireExactFiles(plan.cached().name());
    AddressSpace cache =
        new AddressSpace(
            engine.population().nextMmId(),
            unused(plan.cached().name()),
            -1,
            machine,
            engine.ledger(),
            engine.population().lru(),
            engine.plugins()::lostMark);
    caches.put(plan, cache);
    engine.population().add(cache);
    cache.map(plan.cached());
    cache.seal();
    engine.recording().mapped(cache);
    if (plan.placement().node() != Placement.FIRST_TOUCH) {
      populate(cache, plan.cached(), plan.placement().node(), true);
    }
  }

  private void open(ProcessPlan plan, AddressSpace mm) {
    for (int i = 0; i < plan.files.size(); i++) {
      AddressSpace cache = Objects.requireNonNull(caches.get(plan.files.get(i)));
      mm.open(new OpenFile(cache, plan.windows.get(i).firstPage()));
    }
  }

  private String unused(String wanted) {
    String name = wanted;
    for (int n = 2; !names.add(name); n++) {
      name = wanted + '-' + n;
    }
    return name;
  }

  /** Tasks take the CPUs in turn, or those of the node that they ask for. */
  private SimTask conceive(AddressSpace mm, TaskPlan plan, WorkloadBuilder workload) {
    if (plan.node >= 0 && (plan.node >= machine.nodes() || !machine.node(plan.node).hasCpus())) {
      throw new IllegalArgumentException(
          "task '" + plan.name + "' starts on node " + plan.node + ", which has no CPUs");
    }
    SimTask task =
        new SimTask(
            engine.population().nextTaskId(),
            plan.name,
            mm,
            workload.contained(plan.generator),
            machine,
            engine.ledger());
    task.options(plan.misses, plan.expected, plan.law, plan.background);
    int cpu = machine.startingCpu(nextCpu);
    for (int i = 0; i < machine.cpus() && plan.node >= 0; i++) {
      cpu = (nextCpu + i) % machine.cpus();
      if (machine.nodeOfCpu(cpu) == plan.node) {
        break;
      }
    }
    task.startOn(cpu);
    nextCpu = machine.spreadsTasks() ? nextCpu + 1 : cpu + 1;
    engine.population().add(task);
    owners.put(task, workload.workload());
    return task;
  }

  private void start(ProcessPlan plan, AddressSpace mm, List<SimTask> tasks) {
    long nowNs = engine.nowPs() / 1000;
    for (Vma vma : plan.vmas) {
      mm.map(
          new Vma(
              vma.name(),
              vma.firstPage(),
              vma.pages(),
              vma.startAddress(),
              vma.order(),
              vma.kind(),
              vma.migratable(),
              nowNs));
    }
    mm.seal();
    engine.recording().mapped(mm);
    for (int i = 0; i < plan.vmas.size(); i++) {
      int node = plan.placements.get(i).node();
      if (node != Placement.FIRST_TOUCH) {
        populate(mm, plan.vmas.get(i), node, startNs(plan) == 0);
      }
    }
    engine.drawAccesses(tasks);
    for (SimTask task : tasks) {
      engine.population().start(task);
    }
  }

  private void populate(AddressSpace mm, Vma vma, int node, boolean atOnce) {
    if (node < 0 || node >= machine.nodes()) {
      throw new IllegalArgumentException(
          "the workload starts on node "
              + node
              + ", the machine has nodes 0 to "
              + (machine.nodes() - 1));
    }
    if (atOnce && machine.node(node).freePages() < vma.pages()) {
      throw new IllegalArgumentException(
          "the workload starts with "
              + vma.pages()
              + " pages of '"
              + vma.name()
              + "' on node "
              + node
              + ", which has "
              + machine.node(node).freePages()
              + " free");
    }
    if (atOnce) {
      mm.populate(vma, node);
      return;
    }
    long nodesUsed = 0;
    for (long page = vma.firstPage(); page < vma.endPage(); page += vma.folioPages()) {
      int target = engine.faults().place(mm, node, vma.folioPages());
      mm.populate(page, target);
      nodesUsed |= 1L << target;
    }
    for (int used = 0; used < machine.nodes(); used++) {
      if ((nodesUsed >>> used & 1) != 0) {
        engine.pressure().allocated(used);
      }
    }
  }
}
