package org.tierlab.sim.plugin;

/**
 * A change as the event log holds it: replaying a run applies it at the same safe point.
 *
 * @param atNs simulated time of the safe point
 * @param step the number of engine steps made before it
 * @param change what was done
 * @param origin who asked: {@code script}, {@code shell}, {@code framework} or {@code replay}
 * @param sha256 checksum of the jar that the coming plug-in was loaded from, empty if there is none
 * @param outcome {@code done}, or why it was refused
 */
public record LoggedChange(
    long atNs, long step, Change change, String origin, String sha256, String outcome) {}
