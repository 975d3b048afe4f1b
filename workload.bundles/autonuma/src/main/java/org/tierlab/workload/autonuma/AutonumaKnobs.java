package org.tierlab.workload.autonuma;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * Knobs of the {@code autonuma} workload.
 *
 * @param variant which of the four programs
 * @param size memory of each process
 * @param threads threads of each process, 0 for the program's own number
 * @param loops passes of each thread, 0 for the program's own number
 * @param threadPlacement where threads start
 * @param gap CPU time before each page
 * @param node where the memory starts
 * @param order folio order
 * @param overlappingMisses memory-level parallelism of a thread
 */
public record AutonumaKnobs(
    @Knob(
            value = "numa01",
            about =
                "Program: numa01 and numa01-threadlocal are two processes whose threads share or"
                    + " divide the memory, numa02 and numa02-smt one whose threads divide it.",
            runtime = false)
        Variant variant,
    @Knob(
            value = "67108864",
            min = 4096,
            max = 1L << 50,
            unit = Unit.BYTES,
            about = "Memory of each process; the programs take 3 GiB (numa01) and 1 GiB (numa02).",
            runtime = false)
        long size,
    @Knob(
            value = "0",
            min = 0,
            max = 65536,
            about = "Threads of each process; 0 makes it half the CPUs, in numa02 as many as CPUs.",
            runtime = false)
        int threads,
    @Knob(
            value = "0",
            min = 0,
            max = 1e9,
            about = "Passes of a thread; 0 makes it 50 in numa01, 1000 in the other programs.",
            runtime = false)
        long loops,
    @Knob(
            value = "cpus",
            about =
                "Threads start on CPUs in order, on the nodes in turn, or each process on a node.",
            runtime = false)
        ThreadPlacement threadPlacement,
    @Knob(
            value = "0",
            min = 0,
            max = 8_388_607,
            unit = Unit.NS,
            about = "CPU time before each page.",
            runtime = false)
        int gap,
    @Knob(
            value = "-1",
            min = -1,
            max = 7,
            about = "Node on which the memory starts; -1 allocates each page at its first touch.",
            runtime = false)
        int node,
    @Knob(value = "0", min = 0, max = 9, about = "Folio order of the memory.", runtime = false)
        int order,
    @Knob(value = "1", min = 1, max = 64, about = "Misses that a thread overlaps.", runtime = false)
        double overlappingMisses) {

  /** The programs. */
  public enum Variant {
    /** Two processes; every thread passes over all memory of its process. */
    NUMA01(2, true, 50),
    /** Two processes; every thread passes over memory of its own. */
    NUMA01_THREADLOCAL(2, false, 1000),
    /** One process with a thread a CPU, each on its part of the memory. */
    NUMA02(1, false, 1000),
    /** The same with half the threads, so that SMT siblings, or half the CPUs, are free. */
    NUMA02_SMT(1, false, 1000);

    private final int processes;
    private final boolean shared;
    private final long loops;

    Variant(int processes, boolean shared, long loops) {
      this.processes = processes;
      this.shared = shared;
      this.loops = loops;
    }
  }

  /** Where threads start. */
  public enum ThreadPlacement {
    /** CPUs in order. */
    CPUS,
    /** Nodes with CPUs in turn. */
    NODES,
    /** All threads of a process on one node, processes in turn. */
    PROCESSES
  }

  /**
   * The number of processes.
   *
   * @return 1 or 2
   */
  public int processes() {
    return variant.processes;
  }

  /**
   * Whether threads share the memory of their process.
   *
   * @return false if each has a part
   */
  public boolean shared() {
    return variant.shared;
  }

  /**
   * The threads of a process.
   *
   * @param cpus CPUs of the machine
   * @return at least 1
   */
  public int threadsOn(int cpus) {
    if (threads > 0) {
      return threads;
    }
    return variant == Variant.NUMA02 ? cpus : Math.max(1, cpus / 2);
  }

  /**
   * The passes of a thread.
   *
   * @return at least 1
   */
  public long passes() {
    return loops > 0 ? loops : variant.loops;
  }
}
