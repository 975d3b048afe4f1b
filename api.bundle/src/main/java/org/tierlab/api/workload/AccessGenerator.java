package org.tierlab.api.workload;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes the accesses of one task, in exact mode.
 *
 * <p>What it gives depends on the experiment, the seed and its own earlier calls alone, not on when
 * it is called and what other tasks have drawn meanwhile: a second instance of the workload, read
 * task by task, gives the same accesses.
 */
@ConsumerType
@FunctionalInterface
public interface AccessGenerator {
  /**
   * Gives the next accesses.
   *
   * @param batch cleared; to be filled or lent to
   * @return false if the task has finished and the batch is empty
   */
  boolean fill(AccessBatch batch);
}
