package org.tierlab.command.kit;

import org.tierlab.sim.plugin.PluginKind;

/**
 * A plug-in that a component of a jar offers.
 *
 * @param kind its kind
 * @param name its name, empty if the component gives none
 * @param implementation the component's class
 * @param scope the service's scope
 */
public record OfferedPlugin(PluginKind kind, String name, String implementation, String scope) {

  /**
   * Kind and name, for messages.
   *
   * @return for example {@code policy 'hot-first'}
   */
  public String label() {
    return kind.word() + " '" + name + "'";
  }
}
