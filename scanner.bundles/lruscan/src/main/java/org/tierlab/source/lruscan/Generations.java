package org.tierlab.source.lruscan;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.Counts;
import org.tierlab.api.RunContext;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.PageTable;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.time.Counter;

/**
 * The generations of folios on slow nodes ({@code struct lru_gen_folio}): a window of two to four
 * from {@code min_seq} to {@code max_seq}, of which the two youngest are active.
 *
 * <p>A folio that is new on a slow node joins the youngest generation, as one that was faulted in;
 * one that was elsewhere before, hence demoted, the second oldest, as a cold anonymous folio does.
 * An accessed one moves to the youngest. When a new generation is made and there are four, the
 * oldest is merged into the next.
 *
 * <p>Deviations: all slow nodes share one window, as they are aged together; anonymous and file
 * folios share it too. Arrivals and departures are noticed at a census, after each walk. Nothing
 * evicts by generation: demotion works on the active and inactive lists.
 */
@Counts(
    counter = "lru_gen_node<node>_age<age>_pages",
    unit = "pages",
    about = "Of a slow node, now in the generation of that age.",
    source = "/sys/kernel/debug/lru_gen")
@Counts(
    counter = "lru_gen_max_seq",
    unit = "number",
    about = "Of the youngest generation.",
    source = "/sys/kernel/debug/lru_gen")
@Counts(
    counter = "lru_gen_min_seq",
    unit = "number",
    about = "Of the oldest generation.",
    source = "/sys/kernel/debug/lru_gen")
final class Generations {
  /** Most generations (published). */
  static final int MAX_NR_GENS = 4;

  /** Generations that always exist, the active ones (published). */
  static final int MIN_NR_GENS = 2;

  /** The youngest generation at the start, {@code MIN_NR_GENS + 1} (published). */
  static final long FIRST_MAX_SEQ = MIN_NR_GENS + 1;

  private static final int CHUNK_WORDS = 64;

  private final RunContext context;
  private final int slowMask;
  private final Map<Integer, Planes> planes = new HashMap<>();
  private final Counter[][] pages;
  private final Counter maxSeqItem;
  private final Counter minSeqItem;
  private final long[] present = new long[CHUNK_WORDS];
  private final long[] slow = new long[CHUNK_WORDS];
  private final long[] here = new long[CHUNK_WORDS];
  private long maxSeq = FIRST_MAX_SEQ;
  private long minSeq;

  /** Two bits of generation for each page, and where it was seen at the last census. */
  private static final class Planes {
    final long[] low;
    final long[] high;
    final long[] onSlow;
    final long[] seen;

    Planes(long pageCount) {
      int words = (int) ((pageCount + 63) / 64);
      low = new long[words];
      high = new long[words];
      onSlow = new long[words];
      seen = new long[words];
    }

    void set(int word, long mask, long seq) {
      low[word] = (seq & 1) != 0 ? low[word] | mask : low[word] & ~mask;
      high[word] = (seq & 2) != 0 ? high[word] | mask : high[word] & ~mask;
    }

    long of(int word, long seq) {
      return ((seq & 1) != 0 ? low[word] : ~low[word])
          & ((seq & 2) != 0 ? high[word] : ~high[word]);
    }
  }

  Generations(RunContext context) {
    this.context = context;
    MachineView machine = context.machine();
    int mask = 0;
    pages = new Counter[machine.nodes()][];
    for (int node = 0; node < machine.nodes(); node++) {
      if (!machine.node(node).topTier()) {
        mask |= 1 << node;
        pages[node] = new Counter[MAX_NR_GENS];
        for (int age = 0; age < MAX_NR_GENS; age++) {
          pages[node][age] = context.counter("lru_gen_node" + node + "_age" + age + "_pages");
        }
      }
    }
    slowMask = mask;
    maxSeqItem = context.counter("lru_gen_max_seq");
    minSeqItem = context.counter("lru_gen_min_seq");
    publishSeqs();
  }

  private void publishSeqs() {
    maxSeqItem.set(maxSeq);
    minSeqItem.set(minSeq);
  }

  long maxSeq() {
    return maxSeq;
  }

  long minSeq() {
    return minSeq;
  }

  /** Whether a generation is one of the two youngest. */
  boolean active(long seq) {
    return seq > maxSeq - MIN_NR_GENS;
  }

  /** Moves folios of one word to the youngest generation. */
  void promote(AddressSpaceView mm, long basePage, long heads) {
    Planes of = planesOf(mm);
    int word = (int) (basePage >>> 6);
    of.set(word, heads, maxSeq);
    of.onSlow[word] |= heads;
    of.seen[word] |= heads;
  }

  /**
   * The generation of a folio.
   *
   * @return its sequence number, −1 if the last census did not see it on a slow node
   */
  long seqOf(AddressSpaceView mm, long page) {
    Planes of = planesOf(mm);
    int word = (int) (page >>> 6);
    if ((of.onSlow[word] >>> page & 1) == 0) {
      return -1;
    }
    for (long seq = minSeq; seq <= maxSeq; seq++) {
      if ((of.of(word, seq) >>> page & 1) != 0) {
        return seq;
      }
    }
    return -1;
  }

  private Planes planesOf(AddressSpaceView mm) {
    Planes known = planes.get(mm.id());
    if (known == null || known.low.length < (mm.pages() + 63) / 64) {
      known = grown(known, mm.pages());
      planes.put(mm.id(), known);
    }
    return known;
  }

  private static Planes grown(@Nullable Planes old, long pageCount) {
    Planes planes = new Planes(pageCount);
    if (old != null) {
      System.arraycopy(old.low, 0, planes.low, 0, old.low.length);
      System.arraycopy(old.high, 0, planes.high, 0, old.high.length);
      System.arraycopy(old.onSlow, 0, planes.onSlow, 0, old.onSlow.length);
      System.arraycopy(old.seen, 0, planes.seen, 0, old.seen.length);
    }
    return planes;
  }

  /** Makes a new youngest generation; the oldest of four is merged into the next. */
  void incMaxSeq() {
    if (maxSeq - minSeq + 1 == MAX_NR_GENS) {
      for (Planes of : planes.values()) {
        for (int word = 0; word < of.low.length; word++) {
          of.set(word, of.of(word, minSeq), minSeq + 1);
        }
      }
      minSeq++;
    }
    maxSeq++;
    publishSeqs();
  }

  /** Looks who has come and gone, and counts pages by node and age. */
  void census() {
    List<AddressSpaceView> live = context.addressSpaces();
    Iterator<Integer> known = planes.keySet().iterator();
    while (known.hasNext()) {
      AddressSpaceView mm = context.addressSpace(known.next());
      if (mm == null || mm.exited()) {
        known.remove();
      }
    }
    long[][] counts = new long[pages.length][MAX_NR_GENS];
    for (AddressSpaceView mm : live) {
      for (Vma vma : mm.vmas()) {
        count(mm, vma, counts);
      }
    }
    for (int node = 0; node < pages.length; node++) {
      for (int age = 0; pages[node] != null && age < MAX_NR_GENS; age++) {
        pages[node][age].set(counts[node][age]);
      }
    }
  }

  private void count(AddressSpaceView mm, Vma vma, long[][] counts) {
    Planes of = planesOf(mm);
    PageTable table = mm.pageTable();
    for (long base = vma.firstPage() & -64L; base < vma.endPage(); base += 64L * CHUNK_WORDS) {
      int words = (int) Math.min(CHUNK_WORDS, (vma.endPage() - base + 63) / 64);
      table.present(base, words, present);
      table.onNodes(base, words, slowMask, slow);
      int firstWord = (int) (base >>> 6);
      for (int w = 0; w < words; w++) {
        long inside = Bits.inside(base + 64L * w, vma.firstPage(), vma.endPage());
        admit(of, firstWord + w, inside, present[w] & inside, slow[w] & inside);
      }
      for (int node = 0; node < pages.length; node++) {
        if (pages[node] != null) {
          table.onNodes(base, words, 1 << node, here);
          countNode(of, base, words, vma, counts[node]);
        }
      }
    }
  }

  private void admit(Planes of, int word, long inside, long present, long slow) {
    long arrived = slow & ~of.onSlow[word];
    of.set(word, arrived & ~of.seen[word], maxSeq);
    of.set(word, arrived & of.seen[word], Math.min(maxSeq, minSeq + 1));
    of.onSlow[word] = (of.onSlow[word] & ~inside) | slow;
    of.seen[word] = (of.seen[word] & ~inside) | present;
  }

  private void countNode(Planes of, long base, int words, Vma vma, long[] ages) {
    int firstWord = (int) (base >>> 6);
    for (int w = 0; w < words; w++) {
      long rest = here[w] & Bits.inside(base + 64L * w, vma.firstPage(), vma.endPage());
      for (long seq = maxSeq; rest != 0 && seq >= minSeq; seq--) {
        long members = rest & of.of(firstWord + w, seq);
        ages[(int) (maxSeq - seq)] += (long) Long.bitCount(members) * vma.folioPages();
        rest &= ~members;
      }
    }
  }
}
