package org.tierlab.sim.plugin;

/**
 * A change as the event log holds it: replaying a run applies it at the same safe point.
 *
 * @param atNs simulated time of the safe point
 * @param step the number of engine steps made before it
 * @param change what was done
 * @param origin who asked: {@code script}, {@code shell}, {@code framework}, {@code replay}, or a
 *     plug-in by kind and name
 * @param sha256 checksum of the jar that the coming plug-in was loaded from, empty if there is none
 * @param outcome {@code done}, or why it was refused
 */
public record LoggedChange(
    long atNs, long step, Change change, String origin, String sha256, String outcome) {

  private static final String SCRIPT = "script";

  /**
   * What the log calls a plug-in that asks for a change.
   *
   * @param kind its kind
   * @param name what the run calls it
   * @return for example {@code policy interleave-tuner}
   */
  public static String origin(PluginKind kind, String name) {
    return kind.word() + ' ' + name;
  }

  /**
   * Whether the run makes this change by itself when it is made again: its script or one of its
   * plug-ins did.
   *
   * @return false for what came from outside
   */
  public boolean repeatsItself() {
    return origin.equals(SCRIPT) || origin.indexOf(' ') > 0;
  }
}
