package org.tierlab.api.workload;

/**
 * What a workload says of itself before it is built.
 *
 * @param knobs its knob record
 * @param unit what an access is, for labels; for example {@code accesses that miss a 64-entry
 *     filter}
 */
public record WorkloadSpec(Class<? extends Record> knobs, String unit) {}
