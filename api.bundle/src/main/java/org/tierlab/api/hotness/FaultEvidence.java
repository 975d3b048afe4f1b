package org.tierlab.api.hotness;

/**
 * What a source can add to a hint fault from its own records. Reusable and mutable, so that a fault
 * allocates nothing; not thread-safe.
 */
public final class FaultEvidence {
  private boolean tiering;
  private boolean lazy;
  private long hintLatencyNs = -1;
  private int lastNode = -1;
  private int lastTask = -1;
  private int scanSequence;

  /** Makes evidence that knows nothing. */
  public FaultEvidence() {}

  /**
   * Forgets everything.
   *
   * @return this
   */
  public FaultEvidence clear() {
    tiering = false;
    lazy = false;
    hintLatencyNs = -1;
    lastNode = -1;
    lastTask = -1;
    scanSequence = 0;
    return this;
  }

  /**
   * A slow-tier page under NUMA_BALANCING_MEMORY_TIERING: time since it was marked.
   *
   * @param latencyNs nanoseconds, not negative
   * @return this
   */
  public FaultEvidence tiering(long latencyNs) {
    tiering = true;
    hintLatencyNs = latencyNs;
    return this;
  }

  /**
   * A page that its process has asked to have migrated on the next reference ({@code
   * MPOL_MF_LAZY}).
   *
   * @return this
   */
  public FaultEvidence lazy() {
    lazy = true;
    return this;
  }

  /**
   * The previous accessor, from last_cpupid.
   *
   * @param node its node, −1 if unknown
   * @param task its id, possibly truncated, −1 if unknown
   * @return this
   */
  public FaultEvidence last(int node, int task) {
    lastNode = node;
    lastTask = task;
    return this;
  }

  /**
   * How often the mm has been scanned through.
   *
   * @param sequence numa_scan_seq
   * @return this
   */
  public FaultEvidence scanSequence(int sequence) {
    scanSequence = sequence;
    return this;
  }

  /**
   * Whether the page is judged by its hint latency (memory tiering).
   *
   * @return true after {@link #tiering(long)}
   */
  public boolean tiering() {
    return tiering;
  }

  /**
   * Whether the process has asked for the page to go where it is referenced next: no filter and no
   * threshold applies.
   *
   * @return true after {@link #lazy()}
   */
  public boolean asked() {
    return lazy;
  }

  /**
   * Time from mark to fault.
   *
   * @return nanoseconds, −1 if unknown
   */
  public long hintLatencyNs() {
    return hintLatencyNs;
  }

  /**
   * The node that took the page's previous hint fault.
   *
   * @return a node, −1 if unknown
   */
  public int lastNode() {
    return lastNode;
  }

  /**
   * The task that took the page's previous hint fault.
   *
   * @return the low bits of a task id as stored, −1 if unknown
   */
  public int lastTask() {
    return lastTask;
  }

  /**
   * How often the mm has been scanned through.
   *
   * @return numa_scan_seq, 0 if unknown
   */
  public int scanSequence() {
    return scanSequence;
  }
}
