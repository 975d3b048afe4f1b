package __PACKAGE__;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * What can be set. A component is a knob: {@code setupNs} is {@code setup_ns} in experiments and in the
 * shell. Values are checked before the engine sees them.
 *
 * @param setupNs CPU time before the first byte of a batch
 * @param batchPages base pages that close a batch
 */
public record __CLASS__Knobs(
    @Knob(
            value = "2000",
            unit = Unit.NS,
            min = 0,
            max = 1_000_000_000,
            about = "CPU time that a batch takes before its first byte is copied.")
        long setupNs,
    @Knob(
            value = "512",
            unit = Unit.PAGES,
            min = 1,
            max = 262_144,
            about = "Base pages after which a batch is closed and copied.")
        int batchPages) {}
