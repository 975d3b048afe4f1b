package org.tierlab.command.plugins;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.policy.Standing;
import org.tierlab.sim.plugin.PluginKind;

/** The plug-ins that are present: the best of each kind and name. */
public interface PluginCatalogue {
  /**
   * Lists the plug-ins.
   *
   * @return by kind, then by name
   */
  List<PluginEntry> entries();

  /**
   * Finds a plug-in.
   *
   * @param kind its kind
   * @param name its name, a version behind an {@code @} for one version alone
   * @return the entry, or null if there is none of that name
   */
  default @Nullable PluginEntry find(PluginKind kind, String name) {
    return entries().stream()
        .filter(entry -> entry.kind() == kind && entry.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  /**
   * The policies that are bounds and can be used.
   *
   * @return names in order
   */
  default List<String> bounds() {
    return entries().stream()
        .filter(entry -> entry.standing() == Standing.BOUND && entry.problem().isEmpty())
        .map(PluginEntry::name)
        .toList();
  }

  /**
   * The names of a kind.
   *
   * @param kind the kind
   * @return names in order
   */
  default List<String> names(PluginKind kind) {
    return entries().stream().filter(entry -> entry.kind() == kind).map(PluginEntry::name).toList();
  }
}
