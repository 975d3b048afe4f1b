package org.tierlab.workload.kv;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * Knobs of the {@code kv} workload. Skew and mix default to those of YCSB's workload B.
 *
 * @param keys how many values there are
 * @param valueSize bytes of a value
 * @param threads how many threads ask for keys
 * @param operations how many keys each asks for
 * @param theta skew of the Zipf law
 * @param writeFraction share of operations that store
 * @param phases how many phases the operations are divided into
 * @param thinkTime CPU time before each operation
 * @param node where the values start
 * @param order folio order
 * @param overlappingMisses memory-level parallelism of a thread
 */
public record KvKnobs(
    @Knob(value = "1000000", min = 1, max = 1e12, about = "Keys, one value each.", runtime = false)
        long keys,
    @Knob(
            value = "1024",
            min = 1,
            max = 1L << 30,
            unit = Unit.BYTES,
            about = "Size of a value; values lie side by side and may span pages.",
            runtime = false)
        long valueSize,
    @Knob(value = "4", min = 1, max = 65536, about = "Threads, each a task.", runtime = false)
        int threads,
    @Knob(
            value = "1000000",
            min = 1,
            max = 1e15,
            about = "Operations of each thread.",
            runtime = false)
        long operations,
    @Knob(
            value = "0.99",
            min = 0,
            max = 10,
            about = "Skew: the key of rank r is asked for in proportion to 1/r^theta.",
            runtime = false)
        double theta,
    @Knob(
            value = "0.05",
            min = 0,
            max = 1,
            about = "Share of the operations that store their value.",
            runtime = false)
        double writeFraction,
    @Knob(
            value = "1",
            min = 1,
            max = 1_000_000,
            about = "Phases of equal length; at each start other keys become the hot ones.",
            runtime = false)
        int phases,
    @Knob(
            value = "0",
            min = 0,
            max = 8_388_607,
            unit = Unit.NS,
            about = "CPU time before each operation.",
            runtime = false)
        int thinkTime,
    @Knob(
            value = "-1",
            min = -1,
            max = 7,
            about = "Node on which the values start; -1 allocates each page at its first touch.",
            runtime = false)
        int node,
    @Knob(value = "0", min = 0, max = 9, about = "Folio order of the values.", runtime = false)
        int order,
    @Knob(value = "1", min = 1, max = 64, about = "Misses that a thread overlaps.", runtime = false)
        double overlappingMisses) {

  /**
   * Page accesses of an operation.
   *
   * @return at least 1; 0 if values span different numbers of pages
   */
  public long pagesPerValue() {
    if (4096 % valueSize == 0) {
      return 1;
    }
    return valueSize % 4096 == 0 ? valueSize / 4096 : 0;
  }

  /**
   * Values on a page, where all pages have the same number of whole ones.
   *
   * @return 0 if they have not
   */
  public int valuesPerPage() {
    return 4096 % valueSize == 0 && keys % (4096 / valueSize) == 0 ? (int) (4096 / valueSize) : 0;
  }

  /**
   * Operations of a thread in one phase.
   *
   * @param phase 0 … phases − 1
   * @return the first phases have one more where the operations do not divide evenly
   */
  public long operationsOf(int phase) {
    return operations / phases + (phase < operations % phases ? 1 : 0);
  }
}
