package org.tierlab.source.numab;

/**
 * What the scanner remembers of one mapping, the kernel's {@code vma_numab_state}: when it may
 * first be scanned, in which pass it was last done, and which tasks took hint faults in it lately.
 *
 * <p>Tasks are remembered as one of 64 bits each, in two windows of four scan delays; a task that
 * shares its bit with another counts as an accessor too, as in the kernel.
 */
final class VmaScan {
  private static final int WINDOW_DELAYS = 4;

  private final int startSequence;
  private final long nextScanNs;
  private final long windowNs;
  private int doneSequence;
  private long windowEndNs;
  private long previousTasks;
  private long presentTasks;

  /**
   * Starts to watch a mapping at the scanner's first visit, not at its creation.
   *
   * @param sequence passes over the mm so far
   * @param nowNs time of the visit
   * @param scanDelayNs the scan delay
   */
  VmaScan(int sequence, long nowNs, long scanDelayNs) {
    startSequence = sequence;
    doneSequence = sequence - 1;
    nextScanNs = nowNs + scanDelayNs;
    windowNs = WINDOW_DELAYS * scanDelayNs;
    windowEndNs = nextScanNs + windowNs;
  }

  boolean young(long nowNs) {
    return nowNs < nextScanNs;
  }

  /** Moves on by at most one window, however long ago it ended. */
  void moveWindow(long nowNs) {
    if (nowNs > windowEndNs) {
      windowEndNs += windowNs;
      previousTasks = presentTasks;
      presentTasks = 0;
    }
  }

  boolean doneIn(int sequence) {
    return doneSequence == sequence;
  }

  void done(int sequence) {
    doneSequence = sequence;
  }

  void accessedBy(int task) {
    presentTasks |= bit(task);
  }

  /**
   * Whether a task is to scan this mapping: in the first two passes, if it took a fault here
   * lately, or if nobody has scanned the mapping for more passes than the process has threads.
   */
  boolean dueFor(int task, int sequence, int threads) {
    return sequence - startSequence < 2
        || ((previousTasks | presentTasks) & bit(task)) != 0
        || sequence > doneSequence + threads;
  }

  private static long bit(int task) {
    return 1L << ((task * 0x9E3779B9) >>> 26);
  }
}
