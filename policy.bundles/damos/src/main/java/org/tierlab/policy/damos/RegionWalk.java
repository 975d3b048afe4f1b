package org.tierlab.policy.damos;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.PolicyContext;

/**
 * The walk over the folios of a range that isolates those which have to move, 64 entries at a time.
 */
final class RegionWalk {
  /** Looking 64 entries up, nanoseconds (assumed). */
  static final double WORD_NS = 20;

  /** Looking at a folio: its node, flags and destination, nanoseconds (assumed). */
  static final double FOLIO_NS = 5;

  private final long[] word = new long[1];
  private @Nullable AddressSpaceView mm;
  private List<Vma> vmas = List.of();
  private Filters filters = new Filters(List.of());
  private Destinations destinations = Destinations.one(0);
  private int vma;
  private long next;
  private long end;
  private long passedPages;

  void begin(
      AddressSpaceView walked, long first, long endPage, Filters asked, Destinations chosen) {
    mm = walked;
    vmas = walked.vmas();
    filters = asked;
    destinations = chosen;
    end = endPage;
    passedPages = 0;
    vma = 0;
    while (vma < vmas.size() && vmas.get(vma).endPage() <= first) {
      vma++;
    }
    if (vma < vmas.size()) {
      Vma in = vmas.get(vma);
      next = Math.max(in.firstPage(), first & -(long) in.folioPages());
    }
  }

  boolean active() {
    return mm != null;
  }

  boolean finished() {
    return vma >= vmas.size() || next >= end;
  }

  void end() {
    mm = null;
  }

  /** Pages that passed the filters, moved or not. */
  long passedPages() {
    return passedPages;
  }

  /** Reads up to 64 entries; returns the cost in nanoseconds. */
  double readWord(MigrationPlan plan, PolicyContext context) {
    AddressSpaceView walked = mm;
    if (walked == null) {
      return 0;
    }
    Vma in = vmas.get(vma);
    long firstPage = next & -64L;
    long stop = Math.min(firstPage + 64, Math.min(in.endPage(), end));
    walked.pageTable().present(firstPage, 1, word);
    long present = word[0] & (-1L << next);
    present &= stop - firstPage == 64 ? -1L : (1L << (stop - firstPage)) - 1;
    long passed =
        filters.passed(
            walked.pageTable(),
            in,
            firstPage,
            present,
            (page, young) -> context.makeOld(walked, page, young));
    passedPages += (long) Long.bitCount(passed) * in.folioPages();
    for (long rest = passed & ~arrived(walked, firstPage); rest != 0; rest &= rest - 1) {
      long page = firstPage + Long.numberOfTrailingZeros(rest);
      int node = destinations.nodeOf(in, page);
      if (node != Destinations.NOWHERE && walked.pageTable().nodeOf(page) != node) {
        plan.add(walked, page, node);
      }
    }
    advanceTo(stop, in);
    return WORD_NS + FOLIO_NS * Long.bitCount(present);
  }

  /** Pages of a word that are known to be where they belong, without a look at each. */
  private long arrived(AddressSpaceView walked, long firstPage) {
    int only = destinations.onlyNode();
    if (only == Destinations.NOWHERE) {
      return 0;
    }
    walked.pageTable().onNodes(firstPage, 1, 1 << only, word);
    return word[0];
  }

  private void advanceTo(long stop, Vma in) {
    next = stop;
    if (stop == in.endPage() && ++vma < vmas.size()) {
      next = vmas.get(vma).firstPage();
    }
  }
}
