package org.tierlab.api.workload;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes processes whose tasks access memory. An experiment may run several beside each other, each
 * with its own knobs and starting time.
 *
 * <p>Registered as an OSGi service of prototype scope with a {@link org.tierlab.api.PluginName}:
 * every run gets an instance of its own. All calls come from the run's one thread.
 */
@ConsumerType
public interface Workload {
  /**
   * The workload's knobs. Called before it is built, must not depend on a run.
   *
   * @return a constant
   */
  WorkloadSpec spec();

  /**
   * Builds processes and tasks, once, before the run begins.
   *
   * @param context the run
   * @throws org.tierlab.api.knob.KnobException if the knobs' combination is refused
   * @throws java.io.IOException if an input file cannot be read; the message names file and place
   */
  void build(WorkloadContext context) throws java.io.IOException;

  /** Releases what was opened. Called once after the run, also after a failed build. */
  default void close() {}
}
