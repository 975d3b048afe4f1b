package org.tierlab.workload.stress;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.Unit;

/**
 * Knobs of the {@code stress} workload, after the options of the program.
 *
 * @param cpu CPU workers, {@link #ALL_CPUS} for one a CPU of the machine
 * @param cpuTime CPU time of each CPU worker, 0 for as long as the run lasts
 * @param vm memory workers
 * @param vmBytes memory of each
 * @param vmStride distance of the bytes that it touches
 * @param vmPasses how often a memory worker touches its memory, 0 for as long as the run lasts
 * @param background whether the run ends without waiting for the workers
 * @param node where the memory starts
 * @param order folio order
 */
public record StressKnobs(
    @Knob(
            value = "-1",
            min = -1,
            max = 65536,
            about = "CPU workers (--cpu); -1 for one on each CPU of the machine.",
            runtime = false)
        int cpu,
    @Knob(
            value = "0",
            min = 0,
            max = 1e15,
            unit = Unit.NS,
            about = "CPU time of each CPU worker; 0 for as long as the run lasts.",
            runtime = false)
        long cpuTime,
    @Knob(value = "0", min = 0, max = 65536, about = "Memory workers (--vm).", runtime = false)
        int vm,
    @Knob(
            value = "268435456",
            min = 1,
            max = 1L << 50,
            unit = Unit.BYTES,
            about = "Memory of each memory worker (--vm-bytes), rounded up to whole pages.",
            runtime = false)
        long vmBytes,
    @Knob(
            value = "4096",
            min = 4096,
            max = 1L << 40,
            unit = Unit.BYTES,
            about = "Distance of the bytes that a memory worker touches (--vm-stride).",
            runtime = false)
        long vmStride,
    @Knob(
            value = "0",
            min = 0,
            max = 1e12,
            about = "Passes of each memory worker; 0 for as long as the run lasts.",
            runtime = false)
        long vmPasses,
    @Knob(
            value = "true",
            about = "Whether the run ends without waiting for the workers.",
            runtime = false)
        boolean background,
    @Knob(
            value = "-1",
            min = -1,
            max = 7,
            about = "Node on which the memory starts; -1 allocates each page at its first touch.",
            runtime = false)
        int node,
    @Knob(
            value = "0",
            min = 0,
            max = 9,
            about = "Folio order of the memory workers' memory.",
            runtime = false)
        int order) {
  /** As many CPU workers as the machine has CPUs. */
  public static final int ALL_CPUS = -1;

  /** Refuses workers that a run would wait for and that never end, and a workload without any. */
  public StressKnobs {
    if (!background && cpu != 0 && cpuTime == 0) {
      throw new KnobException(
          "cpu_time", "knob 'cpu_time' is '0', expected a time above 0 ns without 'background'");
    }
    if (!background && vm > 0 && vmPasses == 0) {
      throw new KnobException(
          "vm_passes", "knob 'vm_passes' is '0', expected 1 or more without 'background'");
    }
    if (cpu == 0 && vm == 0) {
      throw new KnobException("cpu", "knob 'cpu' is '0', expected a worker, or one of 'vm'");
    }
  }

  /**
   * Touches of one pass of a memory worker.
   *
   * @return one for each stride that begins inside its memory
   */
  public long touchesOfPass() {
    return (vmBytes + vmStride - 1) / vmStride;
  }
}
