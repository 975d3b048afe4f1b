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

  /** Words that are read ahead at most. */
  private static final int WORDS = 32;

  private final long[] word = new long[1];
  private final long[] present = new long[WORDS];
  private final long[] arrived = new long[WORDS];
  private final double[] costsNs = new double[WORDS];
  private int ahead = 1;
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

  /**
   * Counts the words ahead in which there is nothing to do: no filter asks about folios, and all
   * are where they belong. {@link #costsNs} says what it costs to read them, {@link #pass} passes.
   *
   * @return 0 if the next word has to be read by {@link #readWord}
   */
  int idleWords() {
    AddressSpaceView walked = mm;
    int only = destinations.onlyNode();
    if (walked == null || only == Destinations.NOWHERE || filters.lookAtFolios()) {
      return 0;
    }
    long firstPage = next & -64L;
    long pages = Math.min(vmas.get(vma).endPage(), end) - firstPage;
    int words = (int) Math.min(ahead, (pages + 63) / 64);
    walked.pageTable().present(firstPage, words, present);
    walked.pageTable().onNodes(firstPage, words, 1 << only, arrived);
    present[0] &= -1L << next;
    if (pages < 64L * words) {
      present[words - 1] &= (1L << pages) - 1;
    }
    int idle = 0;
    while (idle < words && (present[idle] & ~arrived[idle]) == 0) {
      costsNs[idle] = WORD_NS + FOLIO_NS * Long.bitCount(present[idle]);
      idle++;
    }
    ahead = idle == words ? Math.min(WORDS, 2 * ahead) : 1;
    return idle;
  }

  /** What it costs to read the words that {@link #idleWords} has counted, nanoseconds. */
  double[] costsNs() {
    return costsNs;
  }

  /** Passes over words that {@link #idleWords} has counted. */
  void pass(int words) {
    Vma in = vmas.get(vma);
    for (int i = 0; i < words; i++) {
      passedPages += (long) Long.bitCount(present[i]) * in.folioPages();
    }
    advanceTo(Math.min((next & -64L) + 64L * words, Math.min(in.endPage(), end)), in);
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
    long candidates = word[0] & (-1L << next);
    candidates &= stop - firstPage == 64 ? -1L : (1L << (stop - firstPage)) - 1;
    long passed =
        filters.passed(
            walked.pageTable(),
            in,
            firstPage,
            candidates,
            (page, young) -> context.makeOld(walked, page, young));
    passedPages += (long) Long.bitCount(passed) * in.folioPages();
    for (long rest = passed & ~whereTheyBelong(walked, firstPage); rest != 0; rest &= rest - 1) {
      long page = firstPage + Long.numberOfTrailingZeros(rest);
      int node = destinations.nodeOf(in, page);
      if (node != Destinations.NOWHERE && walked.pageTable().nodeOf(page) != node) {
        plan.add(walked, page, node);
      }
    }
    advanceTo(stop, in);
    return WORD_NS + FOLIO_NS * Long.bitCount(candidates);
  }

  /** Pages of a word that are known to be where they belong, without a look at each. */
  private long whereTheyBelong(AddressSpaceView walked, long firstPage) {
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
