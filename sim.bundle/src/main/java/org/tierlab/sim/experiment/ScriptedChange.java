package org.tierlab.sim.experiment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment exchanges while the workload runs: from a moment on, the lists named here
 * hold. A plug-in that is in the old list and the new one with the same knobs stays attached.
 *
 * @param at when
 * @param sources the sources from then on, null to leave them
 * @param policies the policies from then on, null to leave them
 * @param engine the engine from then on, null to leave it
 */
public record ScriptedChange(
    Moment at,
    @Nullable List<PluginSetting> sources,
    @Nullable List<PluginSetting> policies,
    @Nullable PluginSetting engine) {

  /** When something happens. */
  public sealed interface Moment permits AtTime, AtShare, AtStep {}

  /**
   * At a simulated time.
   *
   * @param ns nanoseconds since the start
   */
  public record AtTime(long ns) implements Moment {}

  /**
   * When a share of the workload's accesses has been made; the workload must know their number.
   *
   * @param share more than 0, less than 1
   */
  public record AtShare(double share) implements Moment {}

  /**
   * When the engine has made some steps: the very place of a change in an earlier run of the same
   * experiment and seed, which a time in whole nanoseconds need not hit.
   *
   * @param step steps made
   */
  public record AtStep(long step) implements Moment {}
}
