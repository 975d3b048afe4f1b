package org.tierlab.policy.damos;

import java.util.List;
import org.tierlab.api.memory.Vma;

/**
 * Where migrated folios go: one node, or several by weight.
 *
 * <p>From the weighted interleaving of DAMON (mm/damon/vaddr.c). The destination of a folio depends
 * on its place in the mapping alone, so that every folio has one valid home: its index counts
 * folios from the mapping's page offset, and the index modulo the sum of weights picks the
 * destination. If all weights are 0 nothing moves.
 *
 * <p>The page offset of an anonymous mapping is its address, that of a file mapping is taken to be
 * 0.
 */
final class Destinations {
  /** The answer of {@link #nodeOf} if there is no destination. */
  static final int NOWHERE = -1;

  private final int[] node;
  private final int[] weight;
  private final long sum;

  private Destinations(int[] node, int[] weight) {
    this.node = node;
    this.weight = weight;
    long total = 0;
    for (int each : weight) {
      total += each;
    }
    sum = total;
  }

  static Destinations one(int node) {
    return new Destinations(new int[] {node}, new int[] {1});
  }

  static Destinations of(List<DestinationKnobs> destinations) {
    return new Destinations(
        destinations.stream().mapToInt(DestinationKnobs::id).toArray(),
        destinations.stream().mapToInt(DestinationKnobs::weight).toArray());
  }

  int nodeOf(Vma vma, long page) {
    if (sum == 0) {
      return NOWHERE;
    }
    long pageOffset = vma.kind() == Vma.Kind.ANONYMOUS ? vma.startAddress() / 4096 : 0;
    long index = (pageOffset >> vma.order()) + ((page - vma.firstPage()) >> vma.order());
    long rest = index % sum;
    for (int i = 0; i < node.length; i++) {
      if (rest < weight[i]) {
        return node[i];
      }
      rest -= weight[i];
    }
    throw new IllegalStateException("weights that do not add up to " + sum);
  }

  /** The only node that folios go to, {@link #NOWHERE} if there are several or none. */
  int onlyNode() {
    return node.length == 1 && sum != 0 ? node[0] : NOWHERE;
  }

  /** The greatest node that is named. */
  int highestNode() {
    int highest = NOWHERE;
    for (int each : node) {
      highest = Math.max(highest, each);
    }
    return highest;
  }
}
