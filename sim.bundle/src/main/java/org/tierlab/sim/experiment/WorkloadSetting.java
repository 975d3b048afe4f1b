package org.tierlab.sim.experiment;

/**
 * A workload of an experiment.
 *
 * @param plugin the workload and its knobs
 * @param scanScale {@code PR_SET_PTE_A_SCAN_SCALE} of its processes, −1 for never set
 * @param startNs when it starts, simulated nanoseconds
 */
public record WorkloadSetting(PluginSetting plugin, int scanScale, long startNs) {
  /** Checks the ranges. */
  public WorkloadSetting {
    if (scanScale < -1 || scanScale > 10 || startNs < 0 || startNs > Long.MAX_VALUE / 1000) {
      throw new IllegalArgumentException(
          "workload '" + plugin.name() + "' starts at " + startNs + " ns, scale " + scanScale);
    }
  }
}
