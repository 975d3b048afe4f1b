package org.tierlab.command.plugins;

import java.util.List;
import java.util.Map;
import org.tierlab.api.knob.KnobInfo;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.policy.Standing;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.plugin.Plugins.Provenance;

/**
 * A plug-in that experiments can name.
 *
 * @param kind its kind
 * @param name its name
 * @param provenance its bundle
 * @param knobSet its knobs
 * @param siteDefaults values by knob name that this installation configures in place of the
 *     defaults, as a person writes them
 * @param problem why it cannot be used, empty if it can
 * @param standing whether a kernel could run it; only policies can be bounds
 */
public record PluginEntry(
    PluginKind kind,
    String name,
    Provenance provenance,
    KnobSet<?> knobSet,
    Map<String, String> siteDefaults,
    String problem,
    Standing standing) {

  /** Copies the map. */
  public PluginEntry {
    siteDefaults = Map.copyOf(siteDefaults);
  }

  /**
   * A plug-in that is no bound.
   *
   * @param kind its kind
   * @param name its name
   * @param provenance its bundle
   * @param knobSet its knobs
   * @param siteDefaults values by knob name that this installation configures
   * @param problem why it cannot be used, empty if it can
   */
  public PluginEntry(
      PluginKind kind,
      String name,
      Provenance provenance,
      KnobSet<?> knobSet,
      Map<String, String> siteDefaults,
      String problem) {
    this(kind, name, provenance, knobSet, siteDefaults, problem, Standing.ATTAINABLE);
  }

  /**
   * The knobs in declaration order.
   *
   * @return what is known of each
   */
  public List<KnobInfo> knobs() {
    return knobSet.knobs();
  }

  /**
   * Kind and name, for messages.
   *
   * @return for example {@code source 'abit'}
   */
  public String label() {
    return kind.word() + " '" + name + "'";
  }
}
