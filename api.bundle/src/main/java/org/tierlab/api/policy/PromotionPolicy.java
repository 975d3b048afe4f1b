package org.tierlab.api.policy;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Decides what moves: promotion, demotion, throttling, target nodes, task placement.
 *
 * <p>Registered as an OSGi service of prototype scope with a {@link org.tierlab.api.PluginName}:
 * every run gets an instance of its own. All calls come from the run's one thread.
 */
@ConsumerType
public interface PromotionPolicy {
  /**
   * The policy's knobs and needs. Called before attachment, must not depend on a run.
   *
   * @return a constant
   */
  PolicySpec spec();

  /**
   * Joins a run, once: registers decisions, listeners and kernel threads with the context. Leaving
   * needs no method: at detachment the core cancels all that was registered.
   *
   * @param context the run, valid until the policy is detached
   * @throws org.tierlab.api.knob.KnobException if the knobs' combination is refused
   */
  void attach(PolicyContext context);
}
