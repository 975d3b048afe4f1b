package org.tierlab.api.workload;

import org.osgi.annotation.versioning.ConsumerType;

/** Makes the accesses of one task, in exact mode. */
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
