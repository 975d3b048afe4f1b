package org.tierlab.workload.autonuma;

import java.util.ArrayList;
import java.util.List;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.AccessLaw;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.TaskBuilder;
import org.tierlab.api.workload.WorkloadContext;

/**
 * The programs of autonumabench, with which placement by hint faults was measured in 2012: threads
 * that clear memory again and again.
 *
 * <ul>
 *   <li><b>numa01</b>: two processes with half the CPUs' threads each. All threads of a process
 *       pass over all its memory: the converged placement is a node for each process.
 *   <li><b>numa01-threadlocal</b>: the same processes, each thread with memory of its own.
 *   <li><b>numa02</b>: one process, a thread a CPU, each on its part of the memory: every part
 *       belongs to its thread's node.
 *   <li><b>numa02-smt</b>: the same with half the threads.
 * </ul>
 *
 * <p>Thread and loop counts are those of the programs as remembered, sizes are smaller by default.
 * A page is one access, a store, where the program stores to each line of it.
 */
public final class AutonumaWorkload {
  private final AutonumaKnobs knobs;

  /**
   * Makes the workload.
   *
   * @param knobs which program, sizes and counts
   */
  public AutonumaWorkload(AutonumaKnobs knobs) {
    this.knobs = knobs;
  }

  /**
   * Builds processes and threads.
   *
   * @param context the run
   */
  public void build(WorkloadContext context) {
    MachineView machine = context.machine();
    int threads = knobs.threadsOn(machine.cpus());
    long pages = (knobs.size() + 4095) / 4096;
    if (!knobs.shared() && pages < threads) {
      throw new KnobException(
          "size",
          "knob 'size' is '%d', which is %d pages for %d threads, expected one each at least"
              .formatted(knobs.size(), pages, threads));
    }
    List<Integer> nodes = new ArrayList<>();
    for (int node = 0; node < machine.nodes(); node++) {
      if (machine.node(node).hasCpus()) {
        nodes.add(node);
      }
    }
    for (int number = 0; number < knobs.processes(); number++) {
      AddressSpaceBuilder process = context.process("autonuma-" + number);
      Vma memory = process.map("memory", knobs.size(), knobs.order(), new Placement(knobs.node()));
      for (int thread = 0; thread < threads; thread++) {
        TaskBuilder task = task(process, number, thread, threads, memory.firstPage(), pages);
        switch (knobs.threadPlacement()) {
          case CPUS -> {
            // The scheduler takes CPUs in order by itself.
          }
          case NODES -> task.startNode(nodes.get(thread % nodes.size()));
          case PROCESSES -> task.startNode(nodes.get(number % nodes.size()));
        }
      }
    }
  }

  private TaskBuilder task(
      AddressSpaceBuilder process,
      int number,
      int thread,
      int threads,
      long memoryPage,
      long memoryPages) {
    long from = knobs.shared() ? 0 : memoryPages * thread / threads;
    long to = knobs.shared() ? memoryPages : memoryPages * (thread + 1) / threads;
    long accesses = Math.multiplyExact(to - from, knobs.passes());
    AccessLaw.Component part =
        new AccessLaw.Component(memoryPage + from, to - from, 1, 1, new AccessLaw.Sequential());
    return process
        .task(
            "autonuma-" + number + "-" + thread,
            new ClearPasses(memoryPage + from, to - from, knobs.passes(), knobs.gap()))
        .overlappingMisses(knobs.overlappingMisses())
        .expectedAccesses(accesses)
        .law(new AccessLaw(List.of(new AccessLaw.Phase(accesses, knobs.gap(), List.of(part)))));
  }
}
