package org.tierlab.workload.trace;

import java.util.ArrayList;
import java.util.List;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.workload.trace.format.TraceVma;

/**
 * The VMAs of a trace widened to whole folios. Those that meet in one folio become one, because a
 * folio belongs to one mapping. With order 0 they are the trace's own.
 */
final class FolioLayout {
  private record Range(long start, long end) {}

  private final List<TraceVma> recorded;
  private final List<Range> widened;
  private final int order;

  private FolioLayout(List<TraceVma> recorded, List<Range> widened, int order) {
    this.recorded = recorded;
    this.widened = widened;
    this.order = order;
  }

  static FolioLayout of(List<TraceVma> recorded, int order) {
    long folioBytes = 4096L << order;
    List<Range> widened = new ArrayList<>();
    for (TraceVma vma : recorded) {
      long start = vma.startAddress() & -folioBytes;
      long end = (vma.endAddress() + folioBytes - 1) & -folioBytes;
      int last = widened.size() - 1;
      if (last >= 0 && start < widened.get(last).end()) {
        widened.set(last, new Range(widened.get(last).start(), end));
      } else {
        widened.add(new Range(start, end));
      }
    }
    return new FolioLayout(recorded, widened, order);
  }

  /** Maps everything and tells where the recorded pages are now. */
  PageTranslation map(AddressSpaceBuilder process, Placement placement) {
    long[] firstPages = new long[recorded.size()];
    long[] shifts = new long[recorded.size()];
    int next = 0;
    for (Range range : widened) {
      Vma vma =
          process.map(
              "%x".formatted(range.start()),
              range.start(),
              range.end() - range.start(),
              order,
              Vma.Kind.ANONYMOUS,
              placement);
      while (next < recorded.size() && recorded.get(next).startAddress() < range.end()) {
        TraceVma from = recorded.get(next);
        long inside = (from.startAddress() - range.start()) / 4096;
        firstPages[next] = from.firstPage();
        shifts[next] = vma.firstPage() + inside - from.firstPage();
        next++;
      }
    }
    return new PageTranslation(firstPages, shifts);
  }
}
