package org.tierlab.workload.bfs;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * Knobs of the {@code bfs} workload. The edge factor and the shares of the quadrants are those of
 * the Graph500 specification.
 *
 * @param scale binary logarithm of the number of vertices
 * @param edgeFactor undirected edges per vertex
 * @param threads how many threads search
 * @param roots searches of each thread
 * @param edgeNs CPU time before each edge
 * @param node where the memory starts
 * @param order folio order
 * @param overlappingMisses memory-level parallelism of a thread
 */
public record BfsKnobs(
    @Knob(
            value = "16",
            min = 1,
            max = 20,
            about = "Binary logarithm of the number of vertices; the graph is held in memory.",
            runtime = false)
        int scale,
    @Knob(
            value = "16",
            min = 1,
            max = 32,
            about = "Undirected edges per vertex, of which loops are dropped.",
            runtime = false)
        int edgeFactor,
    @Knob(value = "4", min = 1, max = 1024, about = "Threads, each a task.", runtime = false)
        int threads,
    @Knob(value = "4", min = 1, max = 1e6, about = "Searches of each thread.", runtime = false)
        int roots,
    @Knob(
            value = "0",
            min = 0,
            max = 8_388_607,
            unit = Unit.NS,
            about = "CPU time before each edge.",
            runtime = false)
        int edgeNs,
    @Knob(
            value = "-1",
            min = -1,
            max = 7,
            about = "Node on which the memory starts; -1 allocates each page at its first touch.",
            runtime = false)
        int node,
    @Knob(value = "0", min = 0, max = 9, about = "Folio order of the memory.", runtime = false)
        int order,
    @Knob(
            value = "4",
            min = 1,
            max = 64,
            about = "Misses that a thread overlaps; 4 is assumed: neighbours are independent.",
            runtime = false)
        double overlappingMisses) {}
