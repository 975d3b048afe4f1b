package org.tierlab.sim.engine;

import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.Placement;

/**
 * A file that processes of a workload open.
 *
 * @param cached its page cache, one range from page 0
 * @param placement where the cache is when the run starts
 */
record FilePlan(Vma cached, Placement placement) {
  static FilePlan of(String name, long bytes, int order, Placement placement) {
    if (bytes < 1 || order < 0 || order > 9) {
      throw new IllegalArgumentException(
          "file '" + name + "' of " + bytes + " bytes in folios of order " + order);
    }
    long folioPages = 1L << order;
    long pages = ((bytes + 4095) / 4096 + folioPages - 1) / folioPages * folioPages;
    return new FilePlan(new Vma(name, 0, pages, 0, order, Vma.Kind.PAGE_CACHE, true, 0), placement);
  }
}
