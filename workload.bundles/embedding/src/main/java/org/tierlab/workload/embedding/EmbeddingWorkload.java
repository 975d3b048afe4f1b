package org.tierlab.workload.embedding;

import org.tierlab.api.knob.KnobException;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.RankPermutation;
import org.tierlab.api.workload.WorkloadContext;

/**
 * The sparse part of a recommendation model: for every sample of a batch, and every table, some
 * rows are gathered and added up. Threads work on batches of their own over shared tables.
 *
 * <p>Every cache line of a row is an access, so that the nodes see the bandwidth; many misses
 * overlap, so that bandwidth and not latency is what limits it. All iterations are alike: the time
 * of one is the run time over {@code iterations}, and a phase of the result has as many as its
 * accesses over those of an iteration. The dense part of the model and the results, small and
 * always in the caches, are left out. No law is stated, since lines of a row are not independent.
 */
public final class EmbeddingWorkload {
  private final EmbeddingKnobs knobs;
  private final long accessesPerThread;

  /**
   * Checks the knobs' combination.
   *
   * @param knobs sizes and counts
   */
  public EmbeddingWorkload(EmbeddingKnobs knobs) {
    this.knobs = knobs;
    if (Integer.bitCount(knobs.rowSize()) != 1) {
      throw new KnobException(
          "row_size",
          "knob 'row_size' is '%d', expected a power of two from 64 to 4096 B"
              .formatted(knobs.rowSize()));
    }
    if (Math.multiplyHigh(knobs.iterations(), knobs.rowsOfIteration() * knobs.linesPerRow()) != 0
        || knobs.iterations() * knobs.rowsOfIteration() * knobs.linesPerRow() < 0) {
      throw new KnobException(
          "iterations",
          "knob 'iterations' is '%d', which times %d rows is more than 2^63 lines"
              .formatted(knobs.iterations(), knobs.rowsOfIteration()));
    }
    accessesPerThread = knobs.iterations() * knobs.rowsOfIteration() * knobs.linesPerRow();
  }

  /**
   * Builds the tables and the threads, each with a random stream of its own.
   *
   * @param context the run
   */
  public void build(WorkloadContext context) {
    AddressSpaceBuilder process = context.process("embedding");
    long[] firstPages = new long[knobs.tables()];
    RankPermutation[] orders = new RankPermutation[knobs.tables()];
    for (int table = 0; table < knobs.tables(); table++) {
      Vma vma =
          process.map(
              "table-" + table,
              knobs.rows() * knobs.rowSize(),
              knobs.order(),
              new Placement(knobs.node()));
      firstPages[table] = vma.firstPage();
      orders[table] =
          new RankPermutation(knobs.rows(), context.random("table-" + table).nextLong());
    }
    for (int thread = 0; thread < knobs.threads(); thread++) {
      String name = "embedding-" + thread;
      process
          .task(name, new RowAccesses(knobs, firstPages, orders, context.random(name)))
          .overlappingMisses(knobs.overlappingMisses())
          .expectedAccesses(accessesPerThread);
    }
  }
}
