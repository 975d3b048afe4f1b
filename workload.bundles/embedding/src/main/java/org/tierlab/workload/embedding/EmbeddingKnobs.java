package org.tierlab.workload.embedding;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * Knobs of the {@code embedding} workload.
 *
 * @param tables how many tables there are
 * @param rows rows of a table
 * @param rowSize bytes of a row
 * @param threads how many threads reduce
 * @param iterations batches of each thread
 * @param samples samples of a batch
 * @param pooling rows of each table that are added up for a sample
 * @param theta skew of the rows
 * @param reduceNs CPU time to add a row
 * @param node where the tables start
 * @param order folio order
 * @param overlappingMisses memory-level parallelism of a thread
 */
public record EmbeddingKnobs(
    @Knob(value = "8", min = 1, max = 4096, about = "Embedding tables.", runtime = false)
        int tables,
    @Knob(value = "65536", min = 1, max = 1e10, about = "Rows of a table.", runtime = false)
        long rows,
    @Knob(
            value = "256",
            min = 64,
            max = 4096,
            unit = Unit.BYTES,
            about = "Size of a row, a power of two; 64 floats by default.",
            runtime = false)
        int rowSize,
    @Knob(value = "4", min = 1, max = 65536, about = "Threads, each a task.", runtime = false)
        int threads,
    @Knob(value = "100", min = 1, max = 1e9, about = "Batches of each thread.", runtime = false)
        long iterations,
    @Knob(value = "64", min = 1, max = 1e6, about = "Samples of a batch.", runtime = false)
        int samples,
    @Knob(
            value = "32",
            min = 1,
            max = 1e6,
            about = "Rows of each table that are added up for a sample.",
            runtime = false)
        int pooling,
    @Knob(
            value = "0",
            min = 0,
            max = 10,
            about = "Skew of the rows of a table; 0 is uniform.",
            runtime = false)
        double theta,
    @Knob(
            value = "0",
            min = 0,
            max = 8_388_607,
            unit = Unit.NS,
            about = "CPU time before each row, to add the one before it.",
            runtime = false)
        int reduceNs,
    @Knob(
            value = "-1",
            min = -1,
            max = 7,
            about = "Node on which the tables start; -1 allocates each page at its first touch.",
            runtime = false)
        int node,
    @Knob(value = "0", min = 0, max = 9, about = "Folio order of the tables.", runtime = false)
        int order,
    @Knob(
            value = "16",
            min = 1,
            max = 64,
            about = "Misses that a thread overlaps; 16 is assumed: gathers are independent.",
            runtime = false)
        double overlappingMisses) {

  /**
   * Cache lines of a row.
   *
   * @return 1 … 64
   */
  public int linesPerRow() {
    return rowSize / 64;
  }

  /**
   * Rows that one thread gathers in one iteration.
   *
   * @return at least 1
   */
  public long rowsOfIteration() {
    return (long) samples * tables * pooling;
  }
}
