package org.tierlab.api.hotness;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Observes accesses and publishes hotness events.
 *
 * <p>Registered as an OSGi service of prototype scope with a {@link org.tierlab.api.PluginName}:
 * every run gets an instance of its own. All calls come from the run's one thread.
 */
@ConsumerType
public interface HotnessSource {
  /**
   * The source's knobs and evidence. Called before attachment, must not depend on a run.
   *
   * @return a constant
   */
  SourceSpec spec();

  /**
   * Joins a run, once: registers kernel threads, task work and fault handlers with the context and
   * schedules the first of them. Leaving needs no method: at detachment the core cancels all that
   * was registered and clears the PROT_NONE marks.
   *
   * @param context the run, valid until the source is detached
   * @throws org.tierlab.api.knob.KnobException if the knobs' combination is refused
   */
  void attach(SourceContext context);
}
