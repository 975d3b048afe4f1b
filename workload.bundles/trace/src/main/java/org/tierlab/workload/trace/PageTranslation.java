package org.tierlab.workload.trace;

import java.util.Arrays;
import org.tierlab.api.workload.Access;

/**
 * From the dense page numbers of a trace to those of an address space: each recorded VMA is shifted
 * as a whole. Where no VMA is shifted, accesses are left alone.
 */
final class PageTranslation {
  private final long[] firstPages;
  private final long[] shifts;
  private final boolean identity;
  private int last;

  PageTranslation(long[] firstPages, long[] shifts) {
    this.firstPages = firstPages;
    this.shifts = shifts;
    this.identity = Arrays.stream(shifts).allMatch(shift -> shift == 0);
  }

  /** One for another task: a translation remembers the VMA of its last access. */
  PageTranslation copy() {
    return new PageTranslation(firstPages, shifts);
  }

  void apply(long[] accesses, int count) {
    if (identity) {
      return;
    }
    for (int i = 0; i < count; i++) {
      accesses[i] += shifts[vmaOf(Access.page(accesses[i]))] << Access.PAGE_SHIFT;
    }
  }

  private int vmaOf(long page) {
    boolean inside =
        page >= firstPages[last] && (last + 1 == firstPages.length || page < firstPages[last + 1]);
    if (!inside) {
      int found = Arrays.binarySearch(firstPages, page);
      last = found >= 0 ? found : -found - 2;
    }
    return last;
  }
}
