package __PACKAGE__;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * What can be set. A component is a knob: {@code periodMs} is {@code period_ms} in experiments and in
 * the shell. Values are checked before the source sees them.
 *
 * @param periodMs how long the thread sleeps between two scans
 */
public record __CLASS__Knobs(
    @Knob(
            value = "500",
            unit = Unit.MS,
            min = 1,
            max = 3_600_000,
            about = "Sleep between two scans of all memory.")
        long periodMs) {}
