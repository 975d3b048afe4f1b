package org.tierlab.sim.result;

import java.util.List;
import java.util.Map;

/**
 * Totals of a run or of one phase of it.
 *
 * @param fromNs start, simulated nanoseconds
 * @param toNs end
 * @param sources names of the attached sources
 * @param policies names of the attached policies, in order of precedence
 * @param engine name of the attached engine, {@code none} without
 * @param accesses accesses made
 * @param nodeAccesses accesses served by each node
 * @param promotions base pages moved to a faster tier
 * @param demotions base pages moved to a slower tier
 * @param cpuNs CPU time by payer, in order of payer name; with {@code idle} it adds up to elapsed
 *     time × CPUs
 * @param allFastNs how long the tasks' work of this phase takes with every access on the fastest
 *     node at idle latency and no kernel work
 * @param allSlowNs the same on the slowest node
 */
public record Summary(
    long fromNs,
    long toNs,
    List<String> sources,
    List<String> policies,
    String engine,
    long accesses,
    List<Long> nodeAccesses,
    long promotions,
    long demotions,
    Map<String, Double> cpuNs,
    double allFastNs,
    double allSlowNs) {}
