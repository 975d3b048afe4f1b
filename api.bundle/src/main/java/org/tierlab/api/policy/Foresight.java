package org.tierlab.api.policy;

import org.osgi.annotation.versioning.ProviderType;
import org.tierlab.api.time.TaskView;
import org.tierlab.api.workload.AccessGenerator;

/**
 * What the tasks will access: a second instance of the workload, made from the same seed, whose
 * generators run ahead of those of the run.
 */
@ProviderType
public interface Foresight {
  /**
   * The accesses of a task, from its first one on.
   *
   * @param task a task of the run
   * @return its second generator, the same on every call: who reads it moves it on
   */
  AccessGenerator accesses(TaskView task);

  /**
   * How far a task of the run has got.
   *
   * @param task a task of the run
   * @return accesses made
   */
  long made(TaskView task);

  /**
   * How many misses a task overlaps: what an access of it costs is divided by this.
   *
   * @param task a task of the run
   * @return at least 1
   */
  double overlappingMisses(TaskView task);
}
