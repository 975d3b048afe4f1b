package org.tierlab.api.hotness;

/**
 * What page-table work costs on the simulated machine, nanoseconds.
 *
 * @param testAndClearNs one PTE tested and cleared by a walker
 * @param changeProtNs one PTE changed by {@code change_protection()}
 * @param skipNs one PTE looked at and left alone
 */
public record WalkCosts(double testAndClearNs, double changeProtNs, double skipNs) {}
