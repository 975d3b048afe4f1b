package org.tierlab.sim.result;

/**
 * A plug-in that the run went on without.
 *
 * @param kind {@code source}, {@code policy}, {@code engine} or {@code workload}
 * @param name its name
 * @param atNs when, simulated nanoseconds
 * @param why one line: what it threw, or what nonsense it answered
 */
public record Quarantined(String kind, String name, long atNs, String why) {}
