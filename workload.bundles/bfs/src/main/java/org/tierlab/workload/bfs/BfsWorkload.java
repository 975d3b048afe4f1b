package org.tierlab.workload.bfs;

import org.tierlab.api.knob.KnobException;
import org.tierlab.api.time.RandomStream;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.WorkloadContext;

/**
 * Breadth-first searches over a Kronecker graph, like the second kernel of Graph500: offsets and
 * neighbours in compressed sparse rows, a parent for each vertex, and the frontier in a queue.
 *
 * <p>The graph is really made and searched, so that accesses have a search's locality: few vertices
 * with many neighbours, whose parents are looked at again and again. Deviations from the reference
 * program: each thread searches by itself, from roots and with parents and queue of its own, over
 * the one shared graph; the graph is there from the start, its construction is not modelled.
 */
public final class BfsWorkload {
  private final BfsKnobs knobs;

  /**
   * Makes the workload.
   *
   * @param knobs sizes and counts
   */
  public BfsWorkload(BfsKnobs knobs) {
    this.knobs = knobs;
  }

  /**
   * Makes the graph, its memory and the threads.
   *
   * @param context the run
   */
  public void build(WorkloadContext context) {
    CsrGraph graph = CsrGraph.kronecker(knobs.scale(), knobs.edgeFactor(), context.random("graph"));
    if (graph.entries() == 0) {
      throw new KnobException(
          "scale",
          "knob 'scale' is '%d', and all edges of its graph are loops".formatted(knobs.scale()));
    }
    ComponentCosts costs = new ComponentCosts(graph);
    AddressSpaceBuilder process = context.process("bfs");
    long xadj = map(process, "xadj", 8L * (graph.vertices() + 1));
    long adjncy = map(process, "adjncy", 4L * graph.entries());
    for (int thread = 0; thread < knobs.threads(); thread++) {
      String name = "bfs-" + thread;
      SearchMemory memory =
          new SearchMemory(
              xadj,
              adjncy,
              map(process, "parents-" + thread, 4L * graph.vertices()),
              map(process, "queue-" + thread, 4L * graph.vertices()));
      int[] roots = roots(graph, context.random(name));
      long expected = 0;
      for (int root : roots) {
        expected += costs.of(root);
      }
      process
          .task(name, new SearchAccesses(graph, memory, roots, knobs.edgeNs()))
          .overlappingMisses(knobs.overlappingMisses())
          .expectedAccesses(expected);
    }
  }

  private long map(AddressSpaceBuilder process, String name, long bytes) {
    return process.map(name, bytes, knobs.order(), new Placement(knobs.node())).firstPage();
  }

  /** Roots have a neighbour. */
  private int[] roots(CsrGraph graph, RandomStream random) {
    int[] roots = new int[knobs.roots()];
    for (int i = 0; i < roots.length; i++) {
      do {
        roots[i] = (int) random.nextLong(graph.vertices());
      } while (graph.degree(roots[i]) == 0);
    }
    return roots;
  }
}
