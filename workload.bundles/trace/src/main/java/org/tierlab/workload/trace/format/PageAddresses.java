package org.tierlab.workload.trace.format;

import java.util.List;
import org.tierlab.workload.trace.format.TraceDescription.PageKeys;

/** Turns dense page numbers back into those that the trace came with. */
final class PageAddresses {
  private final List<TraceVma> vmas;
  private final boolean objects;
  private int last;

  PageAddresses(TraceHeader header) {
    vmas = header.vmas();
    objects = header.description().keys() == PageKeys.OBJECTS;
  }

  long keyOf(long densePage) {
    if (objects) {
      return densePage;
    }
    TraceVma vma = vmas.get(last);
    if (densePage < vma.firstPage() || densePage >= vma.endPage()) {
      last = find(densePage);
      vma = vmas.get(last);
    }
    return (vma.startAddress() >>> 12) + densePage - vma.firstPage();
  }

  private int find(long densePage) {
    int low = 0;
    int high = vmas.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (vmas.get(middle).firstPage() <= densePage) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
