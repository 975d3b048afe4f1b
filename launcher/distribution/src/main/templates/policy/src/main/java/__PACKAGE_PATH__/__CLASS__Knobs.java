package __PACKAGE__;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * What can be set. A component is a knob: {@code hotThreshold} is {@code hot_threshold} in
 * experiments and in the shell. Values are checked before the policy sees them.
 *
 * @param hotThreshold how often a page has to be seen within a period before it is promoted
 * @param periodMs how often the thread wakes up; counts are forgotten after each
 */
public record __CLASS__Knobs(
    @Knob(value = "2", min = 1, max = 1000, about = "Sightings within a period that make a page hot.")
        int hotThreshold,
    @Knob(
            value = "1000",
            unit = Unit.MS,
            min = 1,
            max = 3_600_000,
            about = "Length of a period.")
        long periodMs) {}
