package org.tierlab.source.damon;

import java.util.List;
import org.tierlab.api.memory.Vma;

/**
 * What of an address space is worth watching: everything but its two biggest gaps, which in a usual
 * process lie between heap and mappings and between mappings and stack.
 *
 * <p>From mm/damon/vaddr.c. Deviation: the kernel gives up on a process without two gaps; here it
 * is watched in the one or two ranges that it has, because simulated processes may lack a stack.
 */
final class ThreeRegions {
  private ThreeRegions() {}

  static AddressRanges of(List<Vma> vmas) {
    int biggest = -1;
    int second = -1;
    for (int i = 0; i + 1 < vmas.size(); i++) {
      if (gap(vmas, i) > gap(vmas, biggest)) {
        second = biggest;
        biggest = i;
      } else if (gap(vmas, i) > gap(vmas, second)) {
        second = i;
      }
    }
    AddressRanges ranges = new AddressRanges();
    int first = 0;
    for (int i = 0; i < vmas.size(); i++) {
      if (i == biggest || i == second || i == vmas.size() - 1) {
        ranges.add(startPage(vmas.get(first)), endPage(vmas.get(i)));
        first = i + 1;
      }
    }
    return ranges;
  }

  /** Unmapped pages behind a VMA; nothing behind none. */
  private static long gap(List<Vma> vmas, int i) {
    return i < 0 ? 0 : startPage(vmas.get(i + 1)) - endPage(vmas.get(i));
  }

  static long startPage(Vma vma) {
    return vma.startAddress() / 4096;
  }

  static long endPage(Vma vma) {
    return startPage(vma) + vma.pages();
  }
}
