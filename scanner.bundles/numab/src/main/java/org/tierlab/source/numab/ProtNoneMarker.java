package org.tierlab.source.numab;

import org.jspecify.annotations.Nullable;
import org.tierlab.api.Counts;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.PageTableWriter;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.time.Counter;

/**
 * Marks a range of one mapping PROT_NONE, as {@code change_prot_numa()} and the NUMA part of {@code
 * change_pte_range()} do, and adds up what it costs.
 *
 * <p>Left alone are entries already marked, those on nodes that the caller leaves out, absent ones,
 * and on request those of dirty folios of files, which only the path for PTEs looks for, not that
 * for PMDs. Slow-tier pages get the time of the scan stored under memory tiering. A folio of PMD
 * order is one entry; of a smaller one every PTE is changed and counted.
 */
@Counts(
    counter = "numa_pte_updates",
    unit = "pages",
    about = "Entries made PROT_NONE.",
    source = "/proc/vmstat")
@Counts(
    counter = "numa_huge_pte_updates",
    unit = "entries",
    about = "Huge entries made PROT_NONE.",
    source = "/proc/vmstat")
final class ProtNoneMarker {
  private static final int WORDS = 64;
  private static final int PMD_ORDER = 9;

  private final SourceContext context;
  private final Counter pteUpdates;
  private final Counter hugePteUpdates;
  private final long[] present = new long[WORDS];
  private final long[] marked = new long[WORDS];
  private final long[] mask = new long[WORDS];
  private final long[] dirty = new long[WORDS];
  private final long[] timed = new long[WORDS];

  private long changed;
  private long looked;
  private long firstChanged;
  private long lastChanged;
  private double costNs;
  private @Nullable LazyMarks lazyMarks;
  private boolean lazy;

  ProtNoneMarker(SourceContext context) {
    this.context = context;
    pteUpdates = context.counter("numa_pte_updates");
    hugePteUpdates = context.counter("numa_huge_pte_updates");
  }

  /** From now on marks are planted for a process that has asked for them. */
  void lazily(LazyMarks marks) {
    lazyMarks = marks;
    lazy = true;
  }

  /** From now on marks are planted by the scanner; they replace what an address space asked for. */
  void unasked(LazyMarks marks) {
    lazyMarks = marks;
    lazy = false;
  }

  /** What is done with dirty folios of files that have PTEs. */
  enum DirtyFiles {
    /** They are marked as others: before Linux 4.17. */
    MARKED,
    /** They are left alone, because asynchronous migration could not move them all. */
    LEFT_ALONE
  }

  /** Which pages of a range are marked, and which of those get an access time. */
  record Choice(int markNodes, int timedNodes, int accessTime, DirtyFiles dirtyFiles) {}

  /**
   * Marks a range and flushes once if anything changed.
   *
   * @param mm the address space
   * @param table its page table
   * @param vma the mapping
   * @param first first page
   * @param end page after the last
   * @param choice which pages
   * @return pages changed
   */
  long mark(
      AddressSpaceView mm, PageTableWriter table, Vma vma, long first, long end, Choice choice) {
    changed = 0;
    looked = 0;
    firstChanged = end;
    lastChanged = first;
    for (long block = first & -64; block < end; block += WORDS * 64L) {
      int words = (int) Math.min(WORDS, (end - block + 63) / 64);
      markBlock(table, vma, block, words, first, end, choice);
    }
    return account(mm, vma);
  }

  private void markBlock(
      PageTableWriter table, Vma vma, long block, int words, long first, long end, Choice choice) {
    table.present(block, words, present);
    table.onNodes(block, words, choice.markNodes(), mask);
    table.protNone(block, words, marked);
    boolean skipDirty =
        choice.dirtyFiles() == DirtyFiles.LEFT_ALONE
            && vma.kind() != Vma.Kind.ANONYMOUS
            && vma.order() != PMD_ORDER;
    if (skipDirty) {
      table.dirty(block, words, dirty);
    }
    for (int w = 0; w < words; w++) {
      long range = within(block + 64L * w, first, end);
      looked += Long.bitCount(present[w] & range);
      mask[w] &= ~marked[w] & range;
      mask[w] &= skipDirty ? ~dirty[w] : -1L;
      if (mask[w] != 0) {
        long page = block + 64L * w;
        firstChanged = Math.min(firstChanged, page + Long.numberOfTrailingZeros(mask[w]));
        lastChanged = page + 63 - Long.numberOfLeadingZeros(mask[w]);
      }
    }
    int count = table.markProtNone(block, words, mask);
    changed += count;
    if (count > 0 && lazyMarks != null) {
      for (int w = 0; w < words; w++) {
        lazyMarks.marked((int) (block >>> 6) + w, mask[w], lazy);
      }
    }
    if (count > 0 && choice.timedNodes() != 0) {
      table.onNodes(block, words, choice.timedNodes(), timed);
      for (int w = 0; w < words; w++) {
        timed[w] &= mask[w];
      }
      table.setLastCpupid(block, words, timed, choice.accessTime());
    }
  }

  private static long within(long page, long first, long end) {
    long mask = -1L;
    if (page < first) {
      mask <<= first - page;
    }
    if (page + 64 > end) {
      mask &= -1L >>> (page + 64 - end);
    }
    return mask;
  }

  private long account(AddressSpaceView mm, Vma vma) {
    int ptes = vma.order() == PMD_ORDER ? 1 : vma.folioPages();
    costNs +=
        ptes * changed * context.walkCosts().changeProtNs()
            + ptes * (looked - changed) * context.walkCosts().skipNs();
    if (changed == 0) {
      return 0;
    }
    costNs += context.tlbFlushNs(mm, lastChanged - firstChanged + vma.folioPages());
    long pages = changed * vma.folioPages();
    pteUpdates.add(pages);
    if (vma.order() == PMD_ORDER) {
      hugePteUpdates.add(changed);
    }
    return pages;
  }

  /**
   * The cost of what was done since the last call.
   *
   * @return nanoseconds
   */
  double takeCostNs() {
    double cost = costNs;
    costNs = 0;
    return cost;
  }
}
