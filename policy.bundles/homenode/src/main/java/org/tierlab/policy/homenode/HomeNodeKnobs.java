package org.tierlab.policy.homenode;

import org.tierlab.api.knob.Knob;

/**
 * The knobs of the home-node policy. The series has none for these parts; each was a patch of its
 * own, and can be switched off here as it could be left out there.
 *
 * @param lastNidFilter whether pages wait for a second fault from the same node
 * @param setHomeNodes whether tasks get a home node
 * @param swapTasks whether tasks may change places
 */
public record HomeNodeKnobs(
    @Knob(
            value = "true",
            about =
                "Whether a page migrates only if two successive hint faults come from the same"
                    + " node; if not, every fault migrates.")
        boolean lastNidFilter,
    @Knob(
            value = "true",
            about = "Whether a task's home node is recomputed after each pass over its memory.")
        boolean setHomeNodes,
    @Knob(
            value = "true",
            about =
                "Whether a task may change places with one on another node (CPU follows memory).")
        boolean swapTasks) {}
