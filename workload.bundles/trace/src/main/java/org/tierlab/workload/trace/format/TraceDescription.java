package org.tierlab.workload.trace.format;

import java.util.List;

/**
 * What a trace says of its accesses.
 *
 * @param source where it comes from, for tables
 * @param unit what one access is, for example {@code data accesses}
 * @param keys what its page numbers are
 * @param timeBase what its gaps count
 * @param gapUnitNs nanoseconds that one unit of a gap stands for
 * @param tasks names of its tasks, as far as they are known beforehand
 */
public record TraceDescription(
    String source,
    String unit,
    PageKeys keys,
    TimeBase timeBase,
    double gapUnitNs,
    List<String> tasks) {

  /** Nanoseconds that an instruction takes where nobody says otherwise (assumed: 1 per ns). */
  public static final double NS_PER_INSTRUCTION = 1;

  /** What page numbers are. */
  public enum PageKeys {
    /** Virtual page numbers: neighbours are neighbours in memory. */
    VIRTUAL_PAGES,
    /** Names without order; pages are numbered as they first appear. */
    OBJECTS
  }

  /** What gaps count. */
  public enum TimeBase {
    /** Executed instructions; a time only at a stated rate. */
    INSTRUCTIONS,
    /** Recorded time. */
    TIME
  }

  /** Checks the gap unit and copies the list. */
  public TraceDescription {
    if (!(gapUnitNs >= 0 && gapUnitNs < 1e12)) {
      throw new IllegalArgumentException(
          "gap unit of " + gapUnitNs + " ns, expected at least 0 and less than 1e12");
    }
    tasks = List.copyOf(tasks);
  }

  /**
   * The name of a task.
   *
   * @param task from 0
   * @return the recorded name, or one made from the number
   */
  public String taskName(int task) {
    return task < tasks.size() ? tasks.get(task) : source + "-" + task;
  }
}
