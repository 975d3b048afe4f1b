package org.tierlab.workload.trace.format;

/**
 * One task of a trace.
 *
 * @param name for tables
 * @param accesses how many it makes
 * @param gapUnits sum of its gaps; {@link Long#MAX_VALUE} if it does not fit
 */
public record TraceTask(String name, long accesses, long gapUnits) {}
