package org.tierlab.workload.trace.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tierlab.workload.trace.format.TraceDescription.PageKeys;

/**
 * Dense page numbers for the pages of a trace. Virtual pages keep their order and their distances
 * inside a VMA; a VMA ends where more than a given number of pages were never touched.
 */
final class DenseLayout {
  /** Where objects, which have no address, are mapped; the kernel's mmap_min_addr (published). */
  static final long OBJECTS_ADDRESS = 0x10000;

  private final List<TraceVma> vmas;
  private final long[] denseOfId;

  private DenseLayout(List<TraceVma> vmas, long[] denseOfId) {
    this.vmas = vmas;
    this.denseOfId = denseOfId;
  }

  static DenseLayout of(PageIndex pages, PageKeys keys, int maxHolePages) {
    return keys == PageKeys.OBJECTS
        ? ofObjects(pages.size())
        : ofVirtualPages(pages.keys(), maxHolePages);
  }

  private static DenseLayout ofObjects(int objects) {
    long[] dense = new long[objects];
    Arrays.setAll(dense, id -> id);
    return new DenseLayout(
        objects == 0 ? List.of() : List.of(new TraceVma(OBJECTS_ADDRESS, 0, objects)), dense);
  }

  private static DenseLayout ofVirtualPages(long[] pageOfId, int maxHolePages) {
    long[] sorted = pageOfId.clone();
    Arrays.sort(sorted);
    List<TraceVma> vmas = new ArrayList<>();
    long dense = 0;
    for (int first = 0, last; first < sorted.length; first = last + 1) {
      last = first;
      while (last + 1 < sorted.length && sorted[last + 1] - sorted[last] - 1 <= maxHolePages) {
        last++;
      }
      long pages = sorted[last] - sorted[first] + 1;
      vmas.add(new TraceVma(sorted[first] << 12, dense, pages));
      dense += pages;
    }
    long[] starts = vmas.stream().mapToLong(vma -> vma.startAddress() >>> 12).toArray();
    for (int id = 0; id < pageOfId.length; id++) {
      int found = Arrays.binarySearch(starts, pageOfId[id]);
      int vma = found >= 0 ? found : -found - 2;
      pageOfId[id] = vmas.get(vma).firstPage() + pageOfId[id] - starts[vma];
    }
    return new DenseLayout(vmas, pageOfId);
  }

  List<TraceVma> vmas() {
    return vmas;
  }

  long dense(long id) {
    return denseOfId[(int) id];
  }
}
