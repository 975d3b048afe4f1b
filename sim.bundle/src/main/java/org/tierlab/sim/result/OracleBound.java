package org.tierlab.sim.result;

/**
 * The run time below which no run with these accesses and arrivals can be, whatever moves its
 * pages.
 *
 * @param runtimeNs the bound, nanoseconds
 * @param epochs how many epochs the run was divided into
 * @param epochAccesses how many accesses ended an epoch
 */
public record OracleBound(double runtimeNs, int epochs, long epochAccesses) {}
