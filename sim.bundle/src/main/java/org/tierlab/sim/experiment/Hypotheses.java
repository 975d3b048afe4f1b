package org.tierlab.sim.experiment;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.knob.Unit;

/**
 * What may explain run times beside idle latencies, fixed costs and bandwidth. Each is off unless a
 * machine names it; each has constants of the machine and none of a row, a size or a mechanism.
 *
 * @param accessCpuNs CPU time of an access that no miss overlaps; 0 is off
 * @param outstandingMisses misses that a CPU overlaps; 1 is off
 * @param llcBytes last-level cache that a CPU's misses meet; 0 is off: all data and no page-table
 *     entry misses it
 * @param llcHitNs latency of that cache
 * @param walkMissNs a page-table entry that misses it, fetched from memory; 0 is off
 * @param linesPerPage cache lines of a page that are accessed, each as often
 * @param tlbPages pages that the TLB reaches; 0 is off: every access walks
 * @param spreadTasks whether tasks start on the CPUs of all nodes in turn; else node by node
 * @param lockHoldNs time for which a migrated folio holds locks of page table and LRU that others
 *     want; 0 is off
 * @param queueMissNs a queue record or folio descriptor that misses the cache when a kernel thread
 *     migrates from a queue, two a folio; 0 is off
 */
public record Hypotheses(
    @Knob(
            value = "0",
            unit = Unit.NS,
            min = 0,
            max = 1e6,
            about = "CPU time of an access that no miss overlaps; 0 is off.")
        double accessCpuNs,
    @Knob(
            value = "1",
            min = 1,
            max = 64,
            about = "Misses that a CPU overlaps, beside what the workload says; 1 is off.")
        double outstandingMisses,
    @Knob(
            value = "0",
            unit = Unit.BYTES,
            min = 0,
            about =
                "Last-level cache that a CPU's misses meet, shared by data and page-table entries of 8 B a page; 0 is off.")
        long llcBytes,
    @Knob(
            value = "0",
            unit = Unit.NS,
            min = 0,
            max = 1e6,
            about = "Latency of a hit in that cache.")
        double llcHitNs,
    @Knob(
            value = "0",
            unit = Unit.NS,
            min = 0,
            max = 1e6,
            about = "A page-table entry that misses that cache, beside walk_ns; 0 is off.")
        double walkMissNs,
    @Knob(
            value = "64",
            min = 1,
            max = 64,
            about = "Cache lines of a page that the workload accesses, each as often.")
        int linesPerPage,
    @Knob(
            value = "0",
            unit = Unit.PAGES,
            min = 0,
            about = "Pages that the TLB reaches; 0 is off: every access walks.")
        long tlbPages,
    @Knob(
            value = "false",
            about = "Tasks start on the nodes with CPUs in turn; if not, on node after node.")
        boolean spreadTasks,
    @Knob(
            value = "0",
            unit = Unit.NS,
            min = 0,
            max = 1e6,
            about = "Time for which a migrated folio holds locks that others want; 0 is off.")
        double lockHoldNs,
    @Knob(
            value = "0",
            unit = Unit.NS,
            min = 0,
            max = 1e6,
            about =
                "A record or folio descriptor that misses the cache when a kernel thread takes a folio from a queue; 0 is off.")
        double queueMissNs) {

  /** None of them. */
  public static final Hypotheses NONE = KnobSet.of(Hypotheses.class).defaults();

  /**
   * Whether a machine names any.
   *
   * @return false if all are off
   */
  public boolean any() {
    return !equals(NONE);
  }
}
