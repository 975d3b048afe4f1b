package org.tierlab.workload.abench;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * Knobs of the {@code abench} workload. The defaults are those of the published measurements, as
 * far as these say them.
 *
 * @param region size of the shared region
 * @param threads how many threads there are
 * @param iterations how many iterations each makes
 * @param thinkTime CPU time between two iterations
 * @param accessesPerIteration accesses of one thread in one iteration, 0 for the region's pages
 * @param writeFraction share of accesses that store
 * @param node where the region starts
 * @param order folio order of the region
 * @param overlappingMisses memory-level parallelism of a thread
 */
public record AbenchKnobs(
    @Knob(
            value = "8589934592",
            min = 4096,
            max = 1L << 50,
            unit = Unit.BYTES,
            about = "Size of the region that all threads share.",
            runtime = false)
        long region,
    @Knob(value = "64", min = 1, max = 65536, about = "Threads, each a task.", runtime = false)
        int threads,
    @Knob(
            value = "512",
            min = 1,
            max = 1e12,
            about = "Iterations that each thread makes.",
            runtime = false)
        long iterations,
    @Knob(
            value = "1000",
            min = 0,
            max = 999_999_999_999.0,
            unit = Unit.NS,
            about = "CPU time between two iterations of a thread.",
            runtime = false)
        long thinkTime,
    @Knob(
            value = "0",
            min = 0,
            max = 1e12,
            about = "Accesses of a thread in an iteration; 0 makes it the region's 4 KiB pages.",
            runtime = false)
        long accessesPerIteration,
    @Knob(
            value = "0",
            min = 0,
            max = 1,
            about = "Share of the accesses that store.",
            runtime = false)
        double writeFraction,
    @Knob(
            value = "1",
            min = -1,
            max = 7,
            about = "Node on which the region starts; -1 allocates each page at its first touch.",
            runtime = false)
        int node,
    @Knob(value = "0", min = 0, max = 9, about = "Folio order of the region.", runtime = false)
        int order,
    @Knob(value = "1", min = 1, max = 64, about = "Misses that a thread overlaps.", runtime = false)
        double overlappingMisses) {

  /**
   * The region's length.
   *
   * @return 4 KiB pages, the last one possibly in part
   */
  public long regionPages() {
    return (region + 4095) / 4096;
  }

  /**
   * Accesses of one thread in one iteration.
   *
   * @return at least 1
   */
  public long accessesOfIteration() {
    return accessesPerIteration == 0 ? regionPages() : accessesPerIteration;
  }
}
