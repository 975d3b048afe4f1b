package org.tierlab.workload.statics;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.Unit;
import org.tierlab.api.memory.Vma;

/**
 * Knobs of the {@code static} workload.
 *
 * @param hotSize memory that is accessed
 * @param coldSize memory that is not
 * @param hotStartPercent where the hot range starts inside one mapping of both sizes, −1 for two
 *     mappings
 * @param passes how often the hot range is passed over
 * @param gap CPU time before each access
 * @param pause CPU time before each pass but the first, in addition to the gap
 * @param node where all memory starts
 * @param order folio order
 * @param kind what is mapped
 * @param write whether accesses store, where the mapping lets them
 * @param overlappingMisses memory-level parallelism
 */
public record StaticKnobs(
    @Knob(
            value = "26841088",
            min = 1,
            max = 1L << 50,
            unit = Unit.BYTES,
            about = "Size of the hot memory, rounded up to whole pages.",
            runtime = false)
        long hotSize,
    @Knob(
            value = "241594368",
            min = 0,
            max = 1L << 50,
            unit = Unit.BYTES,
            about = "Size of the cold memory, rounded up to whole pages; may be none.",
            runtime = false)
        long coldSize,
    @Knob(
            value = "-1",
            min = -1,
            max = 100,
            unit = Unit.PERCENT,
            about =
                "Where the hot range starts inside one mapping of both sizes; -1 makes a mapping"
                    + " 'hot' and a mapping 'cold'.",
            runtime = false)
        double hotStartPercent,
    @Knob(
            value = "1000",
            min = 1,
            max = 1e15,
            about = "Passes over the hot memory.",
            runtime = false)
        long passes,
    @Knob(
            value = "0",
            min = 0,
            max = 499_999_999_999.0,
            unit = Unit.NS,
            about = "CPU time before each access.",
            runtime = false)
        long gap,
    @Knob(
            value = "0",
            min = 0,
            max = 499_999_999_999.0,
            unit = Unit.NS,
            about = "CPU time before each pass but the first, in addition to the gap.",
            runtime = false)
        long pause,
    @Knob(value = "1", min = 0, max = 7, about = "Node on which all pages start.", runtime = false)
        int node,
    @Knob(value = "0", min = 0, max = 9, about = "Folio order of the memory.", runtime = false)
        int order,
    @Knob(
            value = "anonymous",
            about = "What is mapped: anonymous memory, a file, or a file read-only.",
            runtime = false)
        Vma.Kind kind,
    @Knob(
            value = "true",
            about = "Whether accesses store; to a read-only mapping they never do.",
            runtime = false)
        boolean write,
    @Knob(value = "1", min = 1, max = 64, about = "Misses that the task overlaps.", runtime = false)
        double overlappingMisses) {

  /** Checks that the hot range lies inside its mapping. */
  public StaticKnobs {
    if (hotStartPercent < 0 && hotStartPercent != -1) {
      throw new KnobException(
          "hot_start_percent",
          "knob 'hot_start_percent' is '%s', expected -1 or a number from 0 to 100 %%"
              .formatted(hotStartPercent));
    }
    long total = pages(hotSize) + pages(coldSize);
    long start = startPage(hotStartPercent, total);
    if (start + pages(hotSize) > total) {
      throw new KnobException(
          "hot_start_percent",
          "knob 'hot_start_percent' is '%s', which leaves %d of %d pages for %d hot ones"
              .formatted(hotStartPercent, total - start, total, pages(hotSize)));
    }
  }

  private static long pages(long bytes) {
    return (bytes + 4095) / 4096;
  }

  private static long startPage(double percent, long pages) {
    return percent <= 0 ? 0 : (long) Math.floor(percent * pages / 100);
  }

  /**
   * Whether accesses store.
   *
   * @return false for loads
   */
  public boolean stores() {
    return write && kind != Vma.Kind.FILE_READ_ONLY;
  }

  /**
   * Length of the hot memory.
   *
   * @return pages
   */
  public long hotPages() {
    return pages(hotSize);
  }

  /**
   * Length of the cold memory.
   *
   * @return pages
   */
  public long coldPages() {
    return pages(coldSize);
  }

  /**
   * Whether hot and cold memory are one mapping.
   *
   * @return false for two
   */
  public boolean oneMapping() {
    return hotStartPercent >= 0;
  }

  /**
   * Where the hot range starts inside its mapping.
   *
   * @return pages before it
   */
  public long hotStartPage() {
    return startPage(hotStartPercent, hotPages() + coldPages());
  }
}
