package org.tierlab.sim.access;

/**
 * Latency of a memory node against its load.
 *
 * <p>The curve is the published shape (Mess benchmark): flat up to about three quarters of the
 * peak, then rising to about three times the idle latency at the peak. Tasks that wait for their
 * own misses form a closed loop: the slower the memory, the less they ask for. The factor is the
 * one at which the loop comes to rest, so that it neither swings nor lets a node be used above its
 * peak; where time other than for misses bends the loop, a few steps correct it.
 */
public final class LoadedLatency {
  /** Utilisation up to which latency stays idle. Published: 0.7 to 0.8. */
  private static final double KNEE = 0.75;

  /** Factor at the peak. Published: 2 to 4. */
  private static final double AT_PEAK = 3;

  private LoadedLatency() {}

  /**
   * The factor for the next step: the solution of <i>factor = curve(offered ÷ factor)</i>, and
   * beyond the peak of <i>offered ÷ factor = 1</i>.
   *
   * @param offered what the tasks would ask for at idle latency if they did nothing but wait for
   *     memory: factor in force × utilisation, may exceed 1
   * @return at least 1
   */
  public static double factor(double offered) {
    if (offered <= KNEE) {
      return 1;
    }
    if (offered >= AT_PEAK) {
      return offered;
    }
    double slope = (AT_PEAK - 1) / (1 - KNEE);
    double base = slope * KNEE - 1;
    return (StrictMath.sqrt(base * base + 4 * slope * offered) - base) / 2;
  }

  /** The published curve. */
  static double curve(double utilisation) {
    double above = Math.min(utilisation, 1) - KNEE;
    return above <= 0 ? 1 : 1 + (AT_PEAK - 1) * above / (1 - KNEE);
  }
}
