package org.tierlab.api.hotness;

import org.osgi.annotation.versioning.ConsumerType;
import org.tierlab.api.time.TaskView;

/**
 * Counts down the accesses of each task that reach memory, as a performance counter does, and takes
 * a sample where the count ends. Every access of a workload counts: the simulator has no caches
 * before memory.
 */
@ConsumerType
public interface AccessSampler {
  /**
   * Starts the count of a task that is seen for the first time.
   *
   * @param task the task
   * @return accesses until its first sample, at least 1
   */
  long begin(TaskView task);

  /**
   * Takes a sample, in the task that made the access and at its expense. The access has been made.
   *
   * @param sample valid during the call only; reused for the next one
   * @return accesses of the task until its next sample, at least 1
   */
  long sampled(AccessSample sample);
}
