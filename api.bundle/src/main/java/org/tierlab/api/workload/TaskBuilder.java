package org.tierlab.api.workload;

import org.osgi.annotation.versioning.ProviderType;

/** Options of a new task. */
@ProviderType
public interface TaskBuilder {
  /**
   * How many misses the task overlaps (memory-level parallelism): each access takes its latency
   * divided by this.
   *
   * @param misses at least 1
   * @return this
   */
  TaskBuilder overlappingMisses(double misses);

  /**
   * How many accesses it makes in all, if known; needed for swaps at a share of the workload.
   *
   * @param accesses not negative
   * @return this
   */
  TaskBuilder expectedAccesses(long accesses);

  /**
   * The law of its accesses, if known.
   *
   * @param law for statistical mode
   * @return this
   */
  TaskBuilder law(AccessLaw law);

  /**
   * The node whose CPUs it starts on; without it, CPUs are taken in order.
   *
   * @param node a node with CPUs
   * @return this
   */
  TaskBuilder startNode(int node);

  /**
   * Background tasks run as long as some other task does and do not delay the end of the run.
   *
   * @return this
   */
  TaskBuilder background();
}
