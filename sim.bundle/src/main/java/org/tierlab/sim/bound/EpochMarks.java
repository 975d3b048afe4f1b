package org.tierlab.sim.bound;

import java.util.Arrays;

/**
 * What a run notes at the end of each epoch, so that a second pass over its accesses can tell which
 * of them belong together: how far each task had got, and how many pages had come to each tier.
 *
 * <p>An epoch ends at the first safe point at which its number of accesses has been made.
 */
public final class EpochMarks {
  private final long epochAccesses;
  private final int tasks;
  private final int columns;
  private long[] rows = new long[64];
  private int size;
  private long dueAt;

  /**
   * Makes an empty list.
   *
   * @param epochAccesses accesses of all tasks that end an epoch
   * @param tasks number of tasks
   * @param thresholds number of tiers but the slowest
   */
  public EpochMarks(long epochAccesses, int tasks, int thresholds) {
    this.epochAccesses = epochAccesses;
    this.tasks = tasks;
    columns = tasks + thresholds;
  }

  /**
   * Whether an epoch ends.
   *
   * @param accesses made so far by all tasks
   * @return true if it is time for {@link #mark}
   */
  public boolean due(long accesses) {
    return accesses >= dueAt;
  }

  /**
   * Adds a mark.
   *
   * @param accesses made so far by all tasks
   * @param row accesses made by each task, then pages that have come to tier 0, to tiers 0 and 1,
   *     and so on; copied
   */
  public void mark(long accesses, long[] row) {
    if (row.length != columns) {
      throw new IllegalArgumentException("a mark of " + row.length + " of " + columns + " numbers");
    }
    if ((size + 1) * columns > rows.length) {
      rows = Arrays.copyOf(rows, Math.max((size + 1) * columns, 2 * rows.length));
    }
    System.arraycopy(row, 0, rows, size * columns, columns);
    size++;
    dueAt = accesses + epochAccesses;
  }

  /**
   * The number of epochs.
   *
   * @return marks less one, for the first is the start
   */
  public int epochs() {
    return Math.max(0, size - 1);
  }

  long epochAccesses() {
    return epochAccesses;
  }

  /** Accesses that a task had made at the end of an epoch, counted from 1; 0 is the start. */
  long made(int epoch, int task) {
    return rows[epoch * columns + task];
  }

  /** Pages that came to the tiers up to a threshold during an epoch. */
  long arrivals(int epoch, int threshold) {
    int column = tasks + threshold;
    return rows[epoch * columns + column] - rows[(epoch - 1) * columns + column];
  }
}
