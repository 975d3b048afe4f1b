package org.tierlab.sim.plugin;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.sim.experiment.PluginSetting;

/**
 * One exchange in a running simulation, carried out at a safe point and written to its event log.
 *
 * @param action what is done
 * @param kind to which kind of plug-in
 * @param oldName the plug-in that leaves, or whose knob is set; null for {@link Action#ADD}
 * @param setting the plug-in that comes, or the knobs to set on {@code oldName}; null for {@link
 *     Action#REMOVE}
 */
public record Change(
    Action action, PluginKind kind, @Nullable String oldName, @Nullable PluginSetting setting) {

  /** Checks that the action has what it needs. */
  public Change {
    boolean comes = action == Action.ADD || action == Action.SWAP || action == Action.KNOB;
    if ((oldName == null) != (action == Action.ADD) || (setting == null) == comes) {
      throw new IllegalArgumentException(
          action + " with old plug-in " + oldName + " and setting " + setting);
    }
  }

  /** What a change does. */
  public enum Action {
    /** A plug-in joins at the end of its list. */
    ADD,
    /** A plug-in leaves. */
    REMOVE,
    /** A plug-in takes another's place in the list. */
    SWAP,
    /** Knobs of an attached plug-in are set. */
    KNOB,
    /** A listed plug-in's service went away (bundle stopped, updated or removed). */
    WITHDRAWN,
    /** A listed plug-in's service is back, or a better one has come. */
    RESTORED
  }

  /**
   * Swaps one plug-in for another.
   *
   * @param kind its kind
   * @param oldName who leaves
   * @param coming who comes
   * @return the change
   */
  public static Change swap(PluginKind kind, String oldName, PluginSetting coming) {
    return new Change(Action.SWAP, kind, oldName, coming);
  }

  /**
   * Adds a plug-in at the end of its list.
   *
   * @param kind its kind
   * @param coming who comes
   * @return the change
   */
  public static Change add(PluginKind kind, PluginSetting coming) {
    return new Change(Action.ADD, kind, null, coming);
  }

  /**
   * Removes a plug-in.
   *
   * @param kind its kind
   * @param name who leaves
   * @return the change
   */
  public static Change remove(PluginKind kind, String name) {
    return new Change(Action.REMOVE, kind, name, null);
  }

  /**
   * Sets knobs of an attached plug-in.
   *
   * @param kind its kind
   * @param name which
   * @param knobs values by knob name
   * @return the change
   */
  public static Change knobs(PluginKind kind, String name, Map<String, Object> knobs) {
    return knobs(kind, new PluginSetting(name, knobs));
  }

  /**
   * Sets knobs of an attached plug-in that may have a name of its own.
   *
   * @param kind its kind
   * @param which the plug-in with the knobs to set
   * @return the change
   */
  public static Change knobs(PluginKind kind, PluginSetting which) {
    return new Change(Action.KNOB, kind, which.name(), which);
  }
}
