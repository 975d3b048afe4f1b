package org.tierlab.api.policy;

/** Decides on a hint fault, in the faulting task. */
@FunctionalInterface
public interface FaultDecision {
  /** The answer that leaves the folio where it is. */
  int STAY = -1;

  /**
   * Where the folio shall go.
   *
   * @param question the fault
   * @return a node, or {@link #STAY}; the folio's present node counts as {@link #STAY}
   */
  int target(FaultQuestion question);
}
