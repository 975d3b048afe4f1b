package org.tierlab.sim.machine;

/**
 * Latency of a memory node against its load.
 *
 * <p>The curve is the published shape (Mess benchmark): flat up to about three quarters of the
 * peak, then rising to about three times the idle latency at the peak. Tasks that wait for their
 * own misses form a closed loop, so that a node cannot be used above its peak: where the traffic of
 * a step exceeded it, the factor grows by the excess, until what is asked for is what there is.
 */
final class LoadedLatency {
  /** Utilisation up to which latency stays idle. Published: 0.7 to 0.8. */
  private static final double KNEE = 0.75;

  /** Factor at the peak. Published: 2 to 4. */
  private static final double AT_PEAK = 3;

  private LoadedLatency() {}

  /**
   * The factor for the next step.
   *
   * @param factor the factor in force during the last step, at least 1
   * @param utilisation traffic of the last step over the peak, may exceed 1
   * @return at least 1
   */
  static double next(double factor, double utilisation) {
    return Math.max(curve(utilisation), factor * utilisation);
  }

  static double curve(double utilisation) {
    double above = Math.min(utilisation, 1) - KNEE;
    return above <= 0 ? 1 : 1 + (AT_PEAK - 1) * above / (1 - KNEE);
  }
}
