package org.tierlab.source.abit;

import java.util.Arrays;
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
 * AccessRule}, count per node, and put hot pages in slow memory on the local list, a record each.
 * The walk splits PMD mappings, as every page-table walk with a {@code pte_entry} callback alone
 * does (derived), so that a large folio costs an entry, and if it is hot a record, for each of its
 * pages. A record costs as much as an entry (assumed: allocation and list). A word of 64 entries
 * without any folio costs one entry looked at.
 *
 * <p>A word at the border of two VMAs is harvested whole. What it says of the neighbour is kept and
 * added to the neighbour's next walk, so that nothing is lost; reclaim finds it in the young flag.
 */
final class VmaWalk {
  private static final int CHUNK_WORDS = 16;

  /** Bytes mapped by one page table. */
  private static final long TABLE_BYTES = 2L << 20;

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
  private final long[] accessed = new long[CHUNK_WORDS];
  private final long[] slow = new long[CHUNK_WORDS];
  private final long[] mask = new long[CHUNK_WORDS];
  private final long[][] onNode;
  private @Nullable Vma vma;
  private int mm;
  private long nextPage;
  private long address;
  private long records;

  VmaWalk(MachineView machine, WalkCosts costs, ScanCounters counters) {
    this.costs = costs;
    this.counters = counters;
    nodes = machine.nodes();
    onNode = new long[nodes][CHUNK_WORDS];
    int mask = 0;
    for (int node = 0; node < nodes; node++) {
      mask |= machine.node(node).topTier() ? 0 : 1 << node;
    }
    slowMask = mask;
  }

  void begin(int mmId, Vma walked) {
    mm = mmId;
    vma = walked;
    nextPage = walked.firstPage() & -64L;
    records = 0;
  }

  /** The VMA being walked, null between walks. */
  @Nullable Vma vma() {
    return vma;
  }

  void end() {
    vma = null;
  }

  /** Records made since the walk of the VMA began. */
  long records() {
    return records;
  }

  /**
   * The address after the last entry that any walk has seen: the end of the VMA, or of its last
   * page table. Where a VMA has none it stays what it was (derived: the kernel keeps it in one
   * variable).
   */
  long addressAfterLastEntry() {
    return address;
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
    long recordsBefore = records;
    for (int w = 0; w < words; w++) {
      long fast = present[w] & ~slow[w];
      accessed[w] = rule.accessed(slow[w], fast, bits[w], idle[w], young[w], referenced[w]);
      long queued = rule.hot(slow[w], bits[w], idle[w], accessed[w]);
      hot.addHeads(first + 64L * w, queued, walked.folioPages());
      records += (long) Long.bitCount(queued) * walked.folioPages();
      counters.walked(present[w], accessed[w], slow[w], queued, idle[w], walked.folioPages());
    }
    counters.chunkEnds();
    count(words, walked, findings);
    noteTables(walked, first, words);
    writeFlags(table, rule, first, words);
    return cost(walked, first, words) + (records - recordsBefore) * costs.testAndClearNs();
  }

  private void read(PageTableWriter table, Vma walked, long first, int words) {
    table.present(first, words, present);
    table.testAndClearAccessed(first, words, bits);
    table.flag(FolioFlag.IDLE, first, words, idle);
    table.flag(FolioFlag.YOUNG, first, words, young);
    table.flag(FolioFlag.REFERENCED, first, words, referenced);
    readNodes(table, first, words);
    for (int w = 0; w < words; w++) {
      long inside = inside(walked, first + 64L * w);
      if (inside != -1L) {
        bits[w] = borderWord(table, first + 64L * w, bits[w], inside);
      }
      present[w] &= inside;
      slow[w] &= inside;
    }
  }

  /** What is present and on no other node is on the last. */
  private void readNodes(PageTableWriter table, long first, int words) {
    System.arraycopy(present, 0, onNode[nodes - 1], 0, words);
    Arrays.fill(slow, 0, words, 0);
    for (int node = 0; node < nodes; node++) {
      long[] here = onNode[node];
      if (node < nodes - 1) {
        table.onNodes(first, words, 1 << node, here);
        for (int w = 0; w < words; w++) {
          onNode[nodes - 1][w] &= ~here[w];
        }
      }
      for (int w = 0; w < words && (slowMask >>> node & 1) != 0; w++) {
        slow[w] |= here[w];
      }
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

  private void count(int words, Vma walked, Findings findings) {
    long folioPages = walked.folioPages();
    for (int node = 0; node < nodes; node++) {
      long scanned = 0;
      long found = 0;
      for (int w = 0; w < words; w++) {
        long here = onNode[node][w] & present[w];
        scanned += Long.bitCount(here);
        found += Long.bitCount(here & accessed[w]);
      }
      findings.add(node, scanned * folioPages, found * folioPages);
    }
  }

  /** Notes how far the page tables of this chunk reach. */
  private void noteTables(Vma walked, long first, int words) {
    for (int w = words - 1; w >= 0; w--) {
      if (present[w] != 0) {
        long page = first + 64L * w + 63 - Long.numberOfLeadingZeros(present[w]);
        long tableEnd = (walked.addressOf(page) / TABLE_BYTES + 1) * TABLE_BYTES;
        long vmaEnd = walked.addressOf(walked.endPage() - 1) + 4096;
        address = Math.min(tableEnd, vmaEnd);
        return;
      }
    }
  }

  private void writeFlags(PageTableWriter table, AccessRule rule, long first, int words) {
    table.setFlag(FolioFlag.YOUNG, first, words, bits);
    for (int w = 0; w < words; w++) {
      long fast = present[w] & ~slow[w];
      long after = rule.idleAfter(slow[w], fast, bits[w], idle[w], accessed[w]);
      mask[w] = after & ~idle[w];
      idle[w] &= present[w] & ~after;
    }
    table.setFlag(FolioFlag.IDLE, first, words, mask);
    table.clearFlag(FolioFlag.IDLE, first, words, idle);
  }

  private double cost(Vma walked, long first, int words) {
    long tested = 0;
    long skipped = 0;
    for (int w = 0; w < words; w++) {
      int folios = Long.bitCount(present[w]);
      if (folios > 0) {
        tested += (long) folios * walked.folioPages();
      }
      if (walked.order() == 0) {
        skipped += folios == 0 ? 1 : Long.bitCount(inside(walked, first + 64L * w)) - folios;
      } else if (folios == 0 && ((first + 64L * w) & (walked.folioPages() - 1) & -64L) == 0) {
        skipped++;
      }
    }
    return tested * costs.testAndClearNs() + skipped * costs.skipNs();
  }
}
