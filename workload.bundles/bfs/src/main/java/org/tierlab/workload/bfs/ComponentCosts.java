package org.tierlab.workload.bfs;

import java.util.Arrays;

/**
 * How many accesses a search from a vertex makes, whatever the order: a sum over the vertices of
 * its component. Found by one traversal of the graph.
 */
final class ComponentCosts {
  private final int[] component;
  private final long[] accesses;

  ComponentCosts(CsrGraph graph) {
    component = new int[graph.vertices()];
    Arrays.fill(component, -1);
    accesses = new long[graph.vertices()];
    int[] stack = new int[graph.vertices()];
    for (int vertex = 0; vertex < graph.vertices(); vertex++) {
      if (component[vertex] < 0) {
        accesses[vertex] = lines(graph.vertices()) + traverse(graph, vertex, stack);
      }
    }
  }

  /** Accesses of a search that starts at a vertex. */
  long of(int vertex) {
    return accesses[component[vertex]];
  }

  private long traverse(CsrGraph graph, int first, int[] stack) {
    long sum = 0;
    int found = 0;
    int depth = 0;
    stack[depth++] = first;
    component[first] = first;
    while (depth > 0) {
      int vertex = stack[--depth];
      found++;
      int from = graph.start(vertex);
      int degree = graph.degree(vertex);
      // Offsets and the parent once, a parent looked at for each edge, and the lines of neighbours.
      sum += 2 + degree;
      if (degree > 0) {
        sum += (from + degree - 1) / SearchMemory.PER_LINE - from / SearchMemory.PER_LINE + 1;
      }
      for (int entry = from; entry < from + degree; entry++) {
        int neighbour = graph.neighbour(entry);
        if (component[neighbour] < 0) {
          component[neighbour] = first;
          stack[depth++] = neighbour;
        }
      }
    }
    return sum + 2 * lines(found);
  }

  private static long lines(int elements) {
    return ((long) elements + SearchMemory.PER_LINE - 1) / SearchMemory.PER_LINE;
  }
}
