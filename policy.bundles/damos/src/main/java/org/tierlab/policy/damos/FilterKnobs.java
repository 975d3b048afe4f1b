package org.tierlab.policy.damos;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * A filter of a scheme.
 *
 * @param type what it looks at
 * @param matching whether it is about memory of its type, or about all other
 * @param allow whether it lets memory through or keeps it back
 * @param min least folio size, or first address
 * @param max greatest folio size, or end address
 * @param targetIdx number of a target
 */
public record FilterKnobs(
    @Knob(value = "none", kernel = "type", about = "What the filter looks at.") Filter.Type type,
    @Knob(
            value = "true",
            kernel = "matching",
            about = "Whether the filter is about memory of its type or all other.")
        boolean matching,
    @Knob(
            value = "false",
            kernel = "allow",
            about = "Whether the filter lets memory through or keeps it back.")
        boolean allow,
    @Knob(
            value = "0",
            unit = Unit.BYTES,
            min = 0,
            max = 1L << 50,
            kernel = "min",
            about = "Least folio size, or first address.")
        long min,
    @Knob(
            value = "0",
            unit = Unit.BYTES,
            min = 0,
            max = 1L << 50,
            kernel = "max",
            about = "Greatest folio size, or end address.")
        long max,
    @Knob(
            value = "0",
            min = 0,
            max = 1e9,
            kernel = "damon_target_idx",
            about = "Number of the target, in the order in which the monitor has them.")
        int targetIdx) {

  Filter filter() {
    return new Filter(type, matching, allow, min, max, targetIdx);
  }
}
