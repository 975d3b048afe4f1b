package org.tierlab.workload.bfs;

import org.tierlab.api.time.RandomStream;
import org.tierlab.api.workload.RankPermutation;

/**
 * An undirected graph in compressed sparse rows: the neighbours of vertex <i>v</i> are {@code
 * neighbour(start(v))} to {@code neighbour(start(v + 1) − 1)}. Immutable.
 */
final class CsrGraph {
  /** Shares of the first three quadrants of a Kronecker graph. Published: Graph500. */
  private static final double A = 0.57;

  private static final double B = 0.19;
  private static final double C = 0.19;

  private final int[] starts;
  private final int[] neighbours;

  private CsrGraph(int[] starts, int[] neighbours) {
    this.starts = starts;
    this.neighbours = neighbours;
  }

  /** Makes a graph of given edges, both ways; loops are dropped, repeated edges kept. */
  static CsrGraph of(int vertices, int[] from, int[] to) {
    int[] starts = new int[vertices + 1];
    for (int edge = 0; edge < from.length; edge++) {
      if (from[edge] != to[edge]) {
        starts[from[edge] + 1]++;
        starts[to[edge] + 1]++;
      }
    }
    for (int vertex = 0; vertex < vertices; vertex++) {
      starts[vertex + 1] += starts[vertex];
    }
    int[] next = starts.clone();
    int[] neighbours = new int[starts[vertices]];
    for (int edge = 0; edge < from.length; edge++) {
      if (from[edge] != to[edge]) {
        neighbours[next[from[edge]]++] = to[edge];
        neighbours[next[to[edge]]++] = from[edge];
      }
    }
    return new CsrGraph(starts, neighbours);
  }

  /**
   * Draws a Kronecker graph: for every edge and every level one of four quadrants of the adjacency
   * matrix. Vertices are renumbered, so that the number says nothing of the degree.
   */
  static CsrGraph kronecker(int scale, int edgeFactor, RandomStream random) {
    int vertices = 1 << scale;
    RankPermutation names = new RankPermutation(vertices, random.nextLong());
    int[] from = new int[edgeFactor << scale];
    int[] to = new int[from.length];
    for (int edge = 0; edge < from.length; edge++) {
      int row = 0;
      int column = 0;
      for (int level = 0; level < scale; level++) {
        double quadrant = random.nextDouble();
        row = row << 1 | (quadrant >= A + B ? 1 : 0);
        column =
            column << 1 | (quadrant >= A + B + C || (quadrant >= A && quadrant < A + B) ? 1 : 0);
      }
      from[edge] = (int) names.at(row);
      to[edge] = (int) names.at(column);
    }
    return of(vertices, from, to);
  }

  int vertices() {
    return starts.length - 1;
  }

  /** The number of entries of the adjacency array: twice the edges. */
  int entries() {
    return neighbours.length;
  }

  int start(int vertex) {
    return starts[vertex];
  }

  int degree(int vertex) {
    return starts[vertex + 1] - starts[vertex];
  }

  int neighbour(int entry) {
    return neighbours[entry];
  }
}
