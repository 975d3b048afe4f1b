package org.tierlab.workload.bfs;

/**
 * First pages of the arrays of a search, with four bytes an element but for eight of {@code xadj}.
 *
 * @param xadj where the neighbours of each vertex start
 * @param adjncy neighbours
 * @param parents the vertex from which each was found, of one thread
 * @param queue vertices in the order in which they were found, of one thread
 */
record SearchMemory(long xadj, long adjncy, long parents, long queue) {
  /** Elements of four bytes in a cache line. */
  static final int PER_LINE = 16;

  long xadjPage(int vertex) {
    return xadj + (vertex >>> 9);
  }

  long adjncyPage(int entry) {
    return adjncy + (entry >>> 10);
  }

  long parentPage(int vertex) {
    return parents + (vertex >>> 10);
  }

  long queuePage(int place) {
    return queue + (place >>> 10);
  }
}
