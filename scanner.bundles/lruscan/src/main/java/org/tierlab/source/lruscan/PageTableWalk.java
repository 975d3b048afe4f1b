package org.tierlab.source.lruscan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.hotness.WalkCosts;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.PageTableWriter;
import org.tierlab.api.memory.Vma;

/**
 * The walk over one mm's page tables for one node, PMD by PMD ({@code walk_mm()}).
 *
 * <p>Per PMD of a page table, in this order:
 *
 * <ol>
 *   <li>With non-leaf accessed bits: nothing below was accessed, on whatever node: skip it.
 *   <li>Unless the whole is forced: it is not in the generation's Bloom filter: skip it.
 *   <li>Look at every entry. Where the folio is on the walk's node and the accessed bit is set:
 *       clear it, without a TLB flush, move the folio to the youngest generation, and report it.
 *   <li>If at least one entry in eight was such, put the PMD into the next generation's filter
 *       ({@code suitable_to_scan()}: a cache line holds eight entries).
 * </ol>
 *
 * <p>A folio of order 9 is mapped by its PMD and is one entry that no filter leaves out. Accessed
 * bits of other nodes stay. Skipped are VMAs that are locked.
 *
 * <p>Deviations: the PMD's own accessed bit is set as long as one of its entries' is, so that a
 * scanner that clears those makes the PMD look old too, and a page of another node keeps it young;
 * it is not shared by two VMAs; the page-table lock is always free.
 */
final class PageTableWalk {
  /** Entries for each young one that make a PMD worth walking: 64 B of 8 B each (published). */
  static final int ENTRIES_PER_YOUNG = 8;

  private static final long PMD_PAGES = 512;
  private static final int PMD_ORDER = 9;
  private static final int WORDS = 10;

  private final WalkCosts costs;
  private final LruScanCounters counters;
  private final Generations generations;
  private final long[] present = new long[WORDS];
  private final long[] here = new long[WORDS];
  private final long[] accessed = new long[WORDS];
  private final long[] young = new long[WORDS];
  private final long[] cleared = new long[1];
  private @Nullable AddressSpaceView mm;
  private NodeState state = new NodeState(0);
  private long seq;
  private boolean force;
  private boolean nonleafYoung;
  private int vmaIndex;
  private long page;

  PageTableWalk(WalkCosts costs, LruScanCounters counters, Generations generations) {
    this.costs = costs;
    this.counters = counters;
    this.generations = generations;
  }

  /**
   * Begins a walk at the start of an mm.
   *
   * @param walked the mm
   * @param nodeState the node whose folios count
   * @param walkedSeq the generation that is walked for
   * @param forceScan whether the Bloom filter is not asked
   * @param skipOld whether non-leaf entries tell what was not accessed
   */
  void begin(
      AddressSpaceView walked,
      NodeState nodeState,
      long walkedSeq,
      boolean forceScan,
      boolean skipOld) {
    mm = walked;
    state = nodeState;
    seq = walkedSeq;
    force = forceScan;
    nonleafYoung = skipOld;
    vmaIndex = 0;
    page = -1;
  }

  /** The mm being walked, null between walks. */
  @Nullable AddressSpaceView mm() {
    return mm;
  }

  void end() {
    mm = null;
  }

  /**
   * Walks the next PMD.
   *
   * @param table the mm's page table
   * @param nowNs the walker's time
   * @param found receives accessed folios of the node
   * @return what it costs in nanoseconds, −1 at the end of the mm, or if there is a younger
   *     generation than the one that is walked for
   */
  double walkPmd(PageTableWriter table, long nowNs, FoundPages found) {
    Vma vma = seq == generations.maxSeq() ? nextVma() : null;
    if (vma == null) {
      return -1;
    }
    long first = page;
    long pmd = vma.addressOf(first) >>> NodeState.PMD_SHIFT;
    long offset = (vma.addressOf(first) >>> 12) & (PMD_PAGES - 1);
    int entries = (int) Math.min(vma.endPage() - first, PMD_PAGES - offset);
    if (vma.order() == PMD_ORDER) {
      entries = (int) PMD_PAGES;
    }
    page = first + entries;
    read(table, first, entries);
    if (isEmpty(present)) {
      counters.leafTotal.add(1);
      return costs.skipNs();
    }
    if (vma.order() == PMD_ORDER) {
      return walkHugePmd(table, vma, first, pmd, nowNs, found);
    }
    return walkPageTable(table, vma, first, entries, pmd, nowNs, found);
  }

  private @Nullable Vma nextVma() {
    AddressSpaceView walked = mm;
    if (walked == null) {
      return null;
    }
    while (vmaIndex < walked.vmas().size()) {
      Vma vma = walked.vmas().get(vmaIndex);
      if (vma.migratable() && page < vma.endPage()) {
        page = Math.max(page, vma.firstPage());
        return vma;
      }
      vmaIndex++;
      page = -1;
    }
    return null;
  }

  private void read(PageTableWriter table, long first, int entries) {
    long base = first & -64L;
    int words = (int) ((first + entries - base + 63) / 64);
    Arrays.fill(present, 0);
    Arrays.fill(here, 0);
    Arrays.fill(accessed, 0);
    table.present(base, words, present);
    table.onNodes(base, words, 1 << state.node, here);
    table.accessed(base, words, accessed);
    for (int w = 0; w < WORDS; w++) {
      long inside = Bits.inside(base + 64L * w, first, first + entries);
      present[w] &= inside;
      accessed[w] &= present[w];
      young[w] = accessed[w] & here[w];
    }
  }

  private static boolean isEmpty(long[] plane) {
    for (long word : plane) {
      if (word != 0) {
        return false;
      }
    }
    return true;
  }

  private double walkHugePmd(
      PageTableWriter table, Vma vma, long first, long pmd, long nowNs, FoundPages found) {
    counters.leafTotal.add(1);
    if (isEmpty(young)) {
      return costs.skipNs();
    }
    counters.leafYoung.add(1);
    take(table, vma, first, state.walked(owner(), vma, pmd, nowNs), found);
    return costs.testAndClearNs();
  }

  private double walkPageTable(
      PageTableWriter table,
      Vma vma,
      long first,
      int entries,
      long pmd,
      long nowNs,
      FoundPages found) {
    counters.nonleafTotal.add(1);
    double nonleafNs = costs.skipNs();
    if (nonleafYoung) {
      if (isEmpty(accessed)) {
        return nonleafNs;
      }
      nonleafNs = costs.testAndClearNs();
    }
    if (!force && !state.filters.test(seq, owner(), pmd)) {
      return nonleafNs;
    }
    counters.nonleafFound.add(1);
    long sinceNs = state.walked(owner(), vma, pmd, nowNs);
    int taken = take(table, vma, first, sinceNs, found);
    counters.leafTotal.add(entries);
    counters.leafYoung.add(taken);
    if (taken * ENTRIES_PER_YOUNG >= entries) {
      counters.nonleafAdded.add(1);
      state.filters.update(seq + 1, owner(), pmd);
    }
    return nonleafNs + taken * costs.testAndClearNs() + (entries - taken) * costs.skipNs();
  }

  private int owner() {
    AddressSpaceView walked = mm;
    return walked == null ? -1 : walked.id();
  }

  /** Clears, ages and reports the young folios; returns their pages. */
  private int take(PageTableWriter table, Vma vma, long first, long sinceNs, FoundPages found) {
    AddressSpaceView walked = mm;
    int taken = 0;
    long base = first & -64L;
    for (int w = 0; walked != null && w < WORDS; w++) {
      if (young[w] != 0) {
        long word = base + 64L * w;
        clear(table, word, young[w]);
        generations.promote(walked, word, young[w]);
        found.addHeads(word, young[w], vma.folioPages(), sinceNs);
        taken += Long.bitCount(young[w]) * vma.folioPages();
      }
    }
    return taken;
  }

  /** Clears these entries' bits and no others of the word. */
  private void clear(PageTableWriter table, long word, long mask) {
    table.accessed(word, 1, cleared);
    if ((cleared[0] & ~mask) == 0) {
      table.testAndClearAccessed(word, 1, cleared);
      return;
    }
    for (long rest = mask; rest != 0; rest &= rest - 1) {
      table.testAndClearAccessed(word + Long.numberOfTrailingZeros(rest));
    }
  }
}
