package org.tierlab.source.abit;

import org.jspecify.annotations.Nullable;
import org.tierlab.api.hotness.WalkCosts;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.PageTableWriter;
import org.tierlab.api.memory.Vma;

/**
 * The walk over the entries of one VMA, a chunk of up to 1024 pages at a time.
 *
 * <p>Per present entry: test and clear the accessed bit without a TLB flush, apply the {@link
 * AccessRule}, count per node, and put hot folios in slow memory on the local list. Entries of
 * PMD-mapped folios (order 9) cost one each, others one per base page; a word of 64 entries without
 * any folio costs one entry looked at.
 *
 * <p>A word at the border of two VMAs is harvested whole. What it says of the neighbour is kept and
 * added to the neighbour's next walk, so that nothing is lost; reclaim finds it in the young flag.
 */
final class VmaWalk {
  private static final int CHUNK_WORDS = 16;
  private static final int PMD_ORDER = 9;

  private final int nodes;
  private final int slowMask;
  private final WalkCosts costs;
  private final ScanCounters counters;
  private final Neighbours neighbours = new Neighbours();
  private final long[] present = new long[CHUNK_WORDS];
  private final long[] bits = new long[CHUNK_WORDS];
  private final long[] idle = new long[CHUNK_WORDS];
  private final long[] young = new long[CHUNK_WORDS];
  private final long[] referenced = new long[CHUNK_WORDS];
  private final long[] mask = new long[CHUNK_WORDS];
  private final long[][] onNode;
  private @Nullable Vma vma;
  private int mm;
  private long nextPage;

  VmaWalk(MachineView machine, WalkCosts costs, ScanCounters counters) {
    this.costs = costs;
    this.counters = counters;
    nodes = machine.nodes();
    onNode = new long[nodes][CHUNK_WORDS];
    int slow = 0;
    for (int node = 0; node < nodes; node++) {
      slow |= machine.node(node).topTier() ? 0 : 1 << node;
    }
    slowMask = slow;
  }

  void begin(int mmId, Vma walked) {
    mm = mmId;
    vma = walked;
    nextPage = walked.firstPage() & -64L;
  }

  /** The VMA being walked, null between walks. */
  @Nullable Vma vma() {
    return vma;
  }

  void end() {
    vma = null;
  }

  /** Drops what is kept for a process that has exited. */
  void forget(int mmId) {
    neighbours.forget(mmId);
  }

  boolean finished() {
    return vma == null || nextPage >= vma.endPage();
  }

  /**
   * Walks the next chunk.
   *
   * @param table the process's page table
   * @param rule which folios are hot
   * @param findings receives counts
   * @param hot receives hot folios in slow memory
   * @return what the chunk costs, nanoseconds
   */
  double walkChunk(PageTableWriter table, AccessRule rule, Findings findings, PageRuns hot) {
    Vma walked = vma;
    if (walked == null) {
      return 0;
    }
    long first = nextPage;
    int words = (int) Math.min(CHUNK_WORDS, (walked.endPage() - first + 63) / 64);
    nextPage = first + 64L * words;
    read(table, walked, first, words);
    for (int w = 0; w < words; w++) {
      long accessed = rule.accessed(present[w], bits[w], idle[w], young[w], referenced[w]);
      long slow = count(w, accessed, walked, findings);
      long queued = rule.hot(present[w], bits[w], idle[w], accessed) & slow;
      hot.addHeads(first + 64L * w, queued, walked.folioPages());
      counters.walked(present[w], accessed, slow, queued, walked.folioPages());
    }
    writeFlags(table, rule, first, words);
    return cost(walked, first, words);
  }

  private void read(PageTableWriter table, Vma walked, long first, int words) {
    table.present(first, words, present);
    table.testAndClearAccessed(first, words, bits);
    table.flag(FolioFlag.IDLE, first, words, idle);
    table.flag(FolioFlag.YOUNG, first, words, young);
    table.flag(FolioFlag.REFERENCED, first, words, referenced);
    for (int node = 0; node < nodes; node++) {
      table.onNodes(first, words, 1 << node, onNode[node]);
    }
    for (int w = 0; w < words; w++) {
      long inside = inside(walked, first + 64L * w);
      if (inside != -1L) {
        bits[w] = borderWord(table, first + 64L * w, bits[w], inside);
      }
      present[w] &= inside;
    }
  }

  private long borderWord(PageTableWriter table, long page, long harvested, long inside) {
    long others = harvested & ~inside;
    if (others != 0) {
      mask[0] = others;
      table.setFlag(FolioFlag.YOUNG, page, 1, mask);
    }
    return neighbours.exchange(mm, page, harvested, inside);
  }

  private static long inside(Vma walked, long page) {
    long inside = -1L;
    if (page < walked.firstPage()) {
      inside &= -1L << (walked.firstPage() - page);
    }
    if (page + 64 > walked.endPage()) {
      inside &= -1L >>> (page + 64 - walked.endPage());
    }
    return inside;
  }

  /** Counts one word; returns its entries in slow memory. */
  private long count(int w, long accessed, Vma walked, Findings findings) {
    long slow = 0;
    for (int node = 0; node < nodes; node++) {
      long here = onNode[node][w] & present[w];
      if (here != 0) {
        long folioPages = walked.folioPages();
        findings.add(
            node, Long.bitCount(here) * folioPages, Long.bitCount(here & accessed) * folioPages);
        slow |= (slowMask >> node & 1) != 0 ? here : 0;
      }
    }
    return slow;
  }

  private void writeFlags(PageTableWriter table, AccessRule rule, long first, int words) {
    table.setFlag(FolioFlag.YOUNG, first, words, bits);
    for (int w = 0; w < words; w++) {
      mask[w] = rule.idleAfter(present[w], bits[w]) & ~idle[w];
    }
    table.setFlag(FolioFlag.IDLE, first, words, mask);
    for (int w = 0; w < words; w++) {
      mask[w] = present[w] & idle[w] & ~rule.idleAfter(present[w], bits[w]);
    }
    table.clearFlag(FolioFlag.IDLE, first, words, mask);
  }

  private double cost(Vma walked, long first, int words) {
    long tested = 0;
    long skipped = 0;
    for (int w = 0; w < words; w++) {
      int folios = Long.bitCount(present[w]);
      if (folios == 0) {
        skipped++;
      } else if (walked.order() == 0) {
        tested += folios;
        skipped += Long.bitCount(inside(walked, first + 64L * w)) - folios;
      } else {
        tested += walked.order() < PMD_ORDER ? (long) folios * walked.folioPages() : folios;
      }
    }
    return tested * costs.testAndClearNs() + skipped * costs.skipNs();
  }
}
