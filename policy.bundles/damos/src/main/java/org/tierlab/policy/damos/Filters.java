package org.tierlab.policy.damos;

import java.util.List;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.PageTable;
import org.tierlab.api.memory.Vma;

/**
 * The filters of a scheme: the first that matches decides; what none matches meets the opposite of
 * the last filter's decision.
 *
 * <p>From mm/damon/core.c and ops-common.c. Filters by address and process are asked first, for
 * whole regions; what they let through explicitly the others are not asked about, and if there are
 * others, what they do not match is left to those.
 *
 * <p>Deviation: a region that an address filter cuts is applied to in all its parts at once, not
 * one part each time.
 */
final class Filters {
  /** What is decided about a region as a whole. */
  enum Verdict {
    /** All of it passes. */
    ALLOWED,
    /** None of it passes. */
    REJECTED,
    /** Its folios are looked at. */
    OPEN
  }

  /** Makes folios old, as the young filter does with those that it finds young. */
  interface Ageing {
    void makeOld(long firstPage, long mask);
  }

  private final List<Filter> ofRegions;
  private final List<Filter> ofFolios;
  private final long[] word = new long[1];

  Filters(List<Filter> filters) {
    ofRegions = filters.stream().filter(Filter::ofRegions).toList();
    ofFolios = filters.stream().filter(filter -> !filter.ofRegions()).toList();
  }

  /** Up to where a range lies wholly inside or outside the range of every address filter. */
  long uniformEnd(AddressSpaceView mm, long first, long end) {
    long uniform = end;
    for (Filter filter : ofRegions) {
      if (filter.type() == Filter.Type.ADDR) {
        uniform = cut(first, uniform, pageAt(mm, filter.min()));
        uniform = cut(first, uniform, pageAt(mm, filter.max()));
      }
    }
    return uniform;
  }

  private static long cut(long first, long end, long border) {
    return first < border && border < end ? border : end;
  }

  /** The first page at or above an address. */
  private static long pageAt(AddressSpaceView mm, long address) {
    for (Vma vma : mm.vmas()) {
      if (address <= vma.startAddress()) {
        return vma.firstPage();
      }
      long inside = (address - vma.startAddress()) / 4096;
      if (inside < vma.pages()) {
        return vma.firstPage() + inside;
      }
    }
    return mm.pages();
  }

  /** Whether there are filters that look at folios. */
  boolean lookAtFolios() {
    return !ofFolios.isEmpty();
  }

  /** Decides on a range that is uniform, of a target given by its number. */
  Verdict verdict(AddressSpaceView mm, int target, long first) {
    for (Filter filter : ofRegions) {
      boolean matched =
          filter.type() == Filter.Type.TARGET
              ? target == filter.targetIdx()
              : pageAt(mm, filter.min()) <= first && first < pageAt(mm, filter.max());
      if (matched == filter.matching()) {
        return filter.allow() ? Verdict.ALLOWED : Verdict.REJECTED;
      }
    }
    boolean rejected = ofFolios.isEmpty() && lastAllows(ofRegions);
    return rejected ? Verdict.REJECTED : Verdict.OPEN;
  }

  private static boolean lastAllows(List<Filter> filters) {
    return !filters.isEmpty() && filters.get(filters.size() - 1).allow();
  }

  /**
   * Decides on folios.
   *
   * @param table the page table
   * @param vma their mapping
   * @param firstPage first page of the word, a multiple of 64
   * @param candidates head pages of the folios asked about
   * @param ageing makes those old that a young filter finds young
   * @return those that pass
   */
  long passed(PageTable table, Vma vma, long firstPage, long candidates, Ageing ageing) {
    long open = candidates;
    long passed = 0;
    for (Filter filter : ofFolios) {
      long matched = matched(filter, table, vma, firstPage);
      if (filter.type() == Filter.Type.YOUNG && (open & matched) != 0) {
        ageing.makeOld(firstPage, open & matched);
      }
      long decided = open & (filter.matching() ? matched : ~matched);
      passed |= filter.allow() ? decided : 0;
      open &= ~decided;
    }
    return lastAllows(ofFolios) ? passed : passed | open;
  }

  private long matched(Filter filter, PageTable table, Vma vma, long firstPage) {
    return switch (filter.type()) {
      case ANON -> vma.kind() == Vma.Kind.ANONYMOUS ? -1L : 0;
      case HUGEPAGE_SIZE -> {
        long bytes = vma.folioPages() * 4096L;
        yield filter.min() <= bytes && bytes <= filter.max() ? -1L : 0;
      }
      case ACTIVE -> plane(table, FolioFlag.ACTIVE, firstPage);
      case YOUNG -> {
        table.accessed(firstPage, 1, word);
        long accessed = word[0];
        yield accessed | ~plane(table, FolioFlag.IDLE, firstPage);
      }
      case UNMAPPED -> vma.kind() == Vma.Kind.PAGE_CACHE ? -1L : 0;
      case NONE, ADDR, TARGET -> 0;
    };
  }

  private long plane(PageTable table, FolioFlag flag, long firstPage) {
    table.flag(flag, firstPage, 1, word);
    return word[0];
  }
}
