package org.tierlab.workload.stress;

import java.util.List;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.AccessLaw;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.TaskBuilder;
import org.tierlab.api.workload.WorkloadContext;

/**
 * The program {@code stress} (A. Waterland): workers that take CPU time, and workers that store to
 * memory, as the noise beside another workload. Each worker is a process of its own, as the program
 * forks them; the parent, which only waits, is not modelled.
 *
 * <p>CPU workers compute square roots and touch no memory but their stacks. Memory workers keep
 * their memory from pass to pass ({@code --vm-keep}); the program by default unmaps and maps it
 * each time.
 */
public final class StressWorkload {
  private final StressKnobs knobs;

  /**
   * Takes the knobs.
   *
   * @param knobs numbers of workers
   */
  public StressWorkload(StressKnobs knobs) {
    this.knobs = knobs;
    if (Math.multiplyHigh(knobs.touchesOfPass(), knobs.vmPasses()) != 0
        || knobs.touchesOfPass() * knobs.vmPasses() < 0) {
      throw new KnobException(
          "vm_passes",
          "knob 'vm_passes' is '%d', which times %d touches is more than 2^63"
              .formatted(knobs.vmPasses(), knobs.touchesOfPass()));
    }
  }

  /**
   * Builds the workers.
   *
   * @param context the run
   */
  public void build(WorkloadContext context) {
    int cpuWorkers = knobs.cpu() == StressKnobs.ALL_CPUS ? cpusOf(context) : knobs.cpu();
    for (int i = 0; i < cpuWorkers; i++) {
      addCpuWorker(context.process("stress-cpu-" + i));
    }
    for (int i = 0; i < knobs.vm(); i++) {
      addMemoryWorker(context.process("stress-vm-" + i));
    }
  }

  private static int cpusOf(WorkloadContext context) {
    return context.machine().cpus();
  }

  private void addCpuWorker(AddressSpaceBuilder process) {
    Vma stack = process.map("stack", 4096, 0, new Placement(knobs.node()));
    boolean endless = knobs.cpuTime() == 0;
    long slices = (knobs.cpuTime() + CpuWork.SLICE_NS - 1) / CpuWork.SLICE_NS;
    TaskBuilder task =
        process
            .task("cpu", new CpuWork(stack.firstPage(), knobs.cpuTime()))
            .law(
                law(
                    endless ? Long.MAX_VALUE : slices,
                    endless ? CpuWork.SLICE_NS : (double) knobs.cpuTime() / slices,
                    new AccessLaw.Component(
                        stack.firstPage(), 1, 1, 1, new AccessLaw.Sequential())));
    if (!endless) {
      task.expectedAccesses(slices);
    }
    settle(task);
  }

  private void addMemoryWorker(AddressSpaceBuilder process) {
    Vma heap = process.map("heap", knobs.vmBytes(), knobs.order(), new Placement(knobs.node()));
    TaskBuilder task = process.task("vm", new MemoryWork(heap.firstPage(), knobs));
    long accesses = knobs.touchesOfPass() * knobs.vmPasses();
    if (knobs.vmPasses() > 0) {
      task.expectedAccesses(accesses);
    }
    if (knobs.vmStride() == 4096) {
      task.law(
          law(
              knobs.vmPasses() > 0 ? accesses : Long.MAX_VALUE,
              0,
              new AccessLaw.Component(
                  heap.firstPage(), knobs.touchesOfPass(), 1, 1, new AccessLaw.Sequential())));
    }
    settle(task);
  }

  private void settle(TaskBuilder task) {
    if (knobs.background()) {
      task.background();
    }
  }

  private static AccessLaw law(long accesses, double gapNs, AccessLaw.Component part) {
    return new AccessLaw(List.of(new AccessLaw.Phase(accesses, gapNs, List.of(part))));
  }
}
