package org.tierlab.sim.experiment;

/** How the accesses of a workload are made. */
public enum AccessMode {
  /** One by one. */
  EXACT,
  /** Drawn from their law. */
  STATISTICAL
}
