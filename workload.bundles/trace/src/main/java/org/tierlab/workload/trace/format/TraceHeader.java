package org.tierlab.workload.trace.format;

import java.util.List;
import org.tierlab.workload.trace.format.ImportOptions.Compression;

/**
 * What stands at the start of a native trace.
 *
 * @param description what the accesses are
 * @param compression how they are stored
 * @param accesses how many there are, over all tasks
 * @param writes how many of them store
 * @param touchedPages how many distinct pages they touch
 * @param tasks the tasks that make them
 * @param vmas the memory that they touch, in order of addresses and of dense page numbers
 */
public record TraceHeader(
    TraceDescription description,
    Compression compression,
    long accesses,
    long writes,
    long touchedPages,
    List<TraceTask> tasks,
    List<TraceVma> vmas) {
  /** Copies the lists. */
  public TraceHeader {
    tasks = List.copyOf(tasks);
    vmas = List.copyOf(vmas);
  }

  /**
   * The number of dense page numbers.
   *
   * @return pages of all VMAs, untouched ones included
   */
  public long densePages() {
    return vmas.isEmpty() ? 0 : vmas.get(vmas.size() - 1).endPage();
  }

  /**
   * How long the slowest task runs without its accesses taking any time.
   *
   * @return nanoseconds, at the gap unit of the description
   */
  public double gapsNs() {
    long units = tasks.stream().mapToLong(TraceTask::gapUnits).max().orElse(0);
    return units * description.gapUnitNs();
  }
}
