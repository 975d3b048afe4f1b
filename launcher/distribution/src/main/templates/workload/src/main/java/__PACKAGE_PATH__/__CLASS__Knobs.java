package __PACKAGE__;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * What can be set. A component is a knob: {@code hotPercent} is {@code hot_percent} in experiments.
 * Values are checked before the workload sees them; a workload's do not change while it runs.
 *
 * @param size memory of the process
 * @param hotPercent how much of it is hot
 * @param hotAccessPercent how many accesses go there
 * @param threads tasks
 * @param accesses how many accesses a task makes
 * @param gap CPU time before each access
 * @param node where the memory starts
 */
public record __CLASS__Knobs(
    @Knob(
            value = "67108864",
            unit = Unit.BYTES,
            min = 4096,
            max = 1L << 40,
            about = "Memory of the process.",
            runtime = false)
        long size,
    @Knob(
            value = "10",
            unit = Unit.PERCENT,
            min = 0,
            max = 100,
            about = "How much of the memory is hot.",
            runtime = false)
        double hotPercent,
    @Knob(
            value = "90",
            unit = Unit.PERCENT,
            min = 0,
            max = 100,
            about = "How many of the accesses go there.",
            runtime = false)
        double hotAccessPercent,
    @Knob(value = "2", min = 1, max = 1024, about = "Tasks.", runtime = false) int threads,
    @Knob(
            value = "4000000",
            min = 1,
            max = 1e12,
            about = "Accesses that each task makes.",
            runtime = false)
        long accesses,
    @Knob(
            value = "200",
            unit = Unit.NS,
            min = 0,
            max = 1_000_000,
            about = "CPU time before each access.",
            runtime = false)
        int gap,
    @Knob(
            value = "1",
            min = -1,
            max = 7,
            about = "Node on which the memory starts; -1 for wherever it is touched first.",
            runtime = false)
        int node) {
  /** Bytes of a page. */
  private static final long PAGE = 4096;

  /**
   * Memory in whole pages.
   *
   * @return at least 1
   */
  public long pages() {
    return (size + PAGE - 1) / PAGE;
  }

  /**
   * Hot memory in whole pages.
   *
   * @return at least 1
   */
  public long hotPages() {
    return Math.max(1, (long) (pages() * hotPercent / 100));
  }
}
