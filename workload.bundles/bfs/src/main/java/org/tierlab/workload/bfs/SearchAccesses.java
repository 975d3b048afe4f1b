package org.tierlab.workload.bfs;

import java.util.Arrays;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.api.workload.AccessGenerator;

/**
 * The accesses of one thread, which searches from one root after the other. Sequential parts
 * (clearing the parents, queue, neighbours of a vertex) access each cache line once, random ones
 * (offsets of a vertex, parents) each element.
 */
final class SearchAccesses implements AccessGenerator {
  private static final int NOT_FOUND = -1;
  private static final int MOST_OF_A_STEP = 4;

  private final CsrGraph graph;
  private final SearchMemory memory;
  private final int[] roots;
  private final int edgeNs;
  private final int[] parents;
  private final int[] queue;
  private final long[] pending = new long[MOST_OF_A_STEP];
  private int pendingFrom;
  private int pendingTo;
  private int root;
  private int cleared;
  private int head;
  private int tail;
  private int entry;
  private int lastEntry;
  private int vertex;

  SearchAccesses(CsrGraph graph, SearchMemory memory, int[] roots, int edgeNs) {
    this.graph = graph;
    this.memory = memory;
    this.roots = roots.clone();
    this.edgeNs = edgeNs;
    parents = new int[graph.vertices()];
    queue = new int[graph.vertices()];
  }

  @Override
  public boolean fill(AccessBatch batch) {
    batch.gapUnitNs(1);
    boolean any = false;
    while (batch.room() > 0 && (pendingFrom < pendingTo || step())) {
      batch.add(pending[pendingFrom++]);
      any = true;
    }
    return any;
  }

  /** Makes the next few accesses; false after the last search. */
  private boolean step() {
    pendingFrom = 0;
    pendingTo = 0;
    while (pendingTo == 0) {
      if (root == roots.length) {
        return false;
      }
      if (cleared < parents.length) {
        clearLine();
      } else if (tail == 0) {
        find(roots[root], roots[root]);
      } else if (entry < lastEntry) {
        edge();
      } else if (head < tail) {
        dequeue();
      } else {
        root++;
        cleared = 0;
        head = 0;
        tail = 0;
      }
    }
    return true;
  }

  private void clearLine() {
    int end = Math.min(parents.length, cleared + SearchMemory.PER_LINE);
    Arrays.fill(parents, cleared, end, NOT_FOUND);
    access(memory.parentPage(cleared), true, 0);
    cleared = end;
  }

  private void dequeue() {
    if (head % SearchMemory.PER_LINE == 0) {
      access(memory.queuePage(head), false, 0);
    }
    vertex = queue[head++];
    entry = graph.start(vertex);
    lastEntry = entry + graph.degree(vertex);
    access(memory.xadjPage(vertex), false, 0);
  }

  private void edge() {
    int gap = edgeNs;
    if (entry == graph.start(vertex) || entry % SearchMemory.PER_LINE == 0) {
      access(memory.adjncyPage(entry), false, gap);
      gap = 0;
    }
    int neighbour = graph.neighbour(entry++);
    access(memory.parentPage(neighbour), false, gap);
    if (parents[neighbour] == NOT_FOUND) {
      find(neighbour, vertex);
    }
  }

  private void find(int found, int parent) {
    parents[found] = parent;
    access(memory.parentPage(found), true, 0);
    if (tail % SearchMemory.PER_LINE == 0) {
      access(memory.queuePage(tail), true, 0);
    }
    queue[tail++] = found;
  }

  private void access(long page, boolean write, int gap) {
    pending[pendingTo++] = Access.of(page, write, gap);
  }
}
