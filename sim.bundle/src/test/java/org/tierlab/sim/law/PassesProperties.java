package org.tierlab.sim.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessLaw.Component;
import org.tierlab.api.workload.AccessLaw.Sequential;
import org.tierlab.sim.memory.PageStore;
import org.tierlab.sim.memory.SourceMarks;

/** Passes by arithmetic against passes page by page. */
class PassesProperties {
  private static final int PAGES = 1024;

  private final double[] nodes = new double[2];
  private final long[] served = new long[2];
  private final long[] expected = new long[2];
  private LawMemory memory = new LawMemory(PAGES, 0);
  private boolean[] accessed = new boolean[PAGES];
  private boolean[] marked = new boolean[PAGES];
  private SourceMarks marks = new SourceMarks();
  private int order;
  private long first;
  private long pages;
  private long made;

  @Property(tries = 300)
  void agreesWithPassesPageByPage(
      @ForAll @IntRange(min = 0, max = 8) int folioOrder,
      @ForAll @IntRange(min = 0, max = 500) int firstPage,
      @ForAll @IntRange(min = 1, max = 500) int length,
      @ForAll long seed) {
    order = folioOrder;
    first = firstPage;
    pages = length;
    made = 0;
    memory = new LawMemory(PAGES, order);
    accessed = new boolean[PAGES];
    marked = new boolean[PAGES];
    marks = new SourceMarks();
    PageStore store = memory.mm.store();
    Passes passes =
        new Passes(
            store,
            new Component(first, pages, 1, 1, new Sequential()),
            memory.vma(),
            LawMemory.random(seed));
    store.draw(passes);
    SplittableRandom random = new SplittableRandom(seed);
    for (int turn = 0; turn < 60; turn++) {
      switch (random.nextInt(6)) {
        case 0 -> advance(passes, random.nextInt(1, 3 * length + 2));
        case 1 -> look(random.nextInt(PAGES / 64));
        case 2 -> hide(random.nextInt(PAGES));
        case 3 -> mark(random.nextInt(PAGES / 64), random.nextLong());
        case 4 -> restore(random.nextInt(PAGES));
        default -> move(random.nextInt(PAGES));
      }
    }
    for (int word = 0; word < PAGES / 64; word++) {
      look(word);
    }
  }

  private int head(long page) {
    return (int) (page & -(1L << order));
  }

  private boolean plain(long page) {
    return (memory.mm.store().state(head(page)) & PageStore.SLOW) == 0;
  }

  /** As the access path does: to the next watched folio, which is met if it is plain again. */
  private void advance(Passes passes, long count) {
    long open = 0;
    while (open < count && plainAndOpen(passes, first + (made + open) % pages)) {
      open++;
    }
    long until = passes.untilWatched(count);
    assertThat(Math.min(until, count)).isEqualTo(open);
    Arrays.fill(nodes, 0);
    Arrays.fill(expected, 0);
    for (long i = 0; i < open; i++, made++) {
      long page = first + made % pages;
      accessed[head(page)] = true;
      expected[memory.mm.store().nodeOf(head(page))]++;
    }
    if (open > 0) {
      passes.serve(open, false, nodes);
    }
    passes.split(open, nodes, served);
    assertThat(served).isEqualTo(expected);
    if (open < count && plain(first + made % pages)) {
      long page = Access.page(passes.meet());
      assertThat(page).isEqualTo(first + made % pages);
      memory.mm.store().apply(head(page), true);
      accessed[head(page)] = true;
      made++;
      passes.met();
    }
  }

  /** A watched folio that is plain again is met once more. */
  private boolean plainAndOpen(Passes passes, long page) {
    return plain(page) && passes.isOpen(head(page));
  }

  private void look(int word) {
    long[] bits = new long[1];
    memory.mm.store().accessed(64L * word, 1, bits);
    long want = 0;
    for (int i = 0; i < 64; i++) {
      int page = 64 * word + i;
      boolean there = page == head(page) && (plain(page) || marked[page]);
      want |= accessed[page] && there ? 1L << i : 0;
    }
    assertThat(bits[0]).isEqualTo(want);
    memory.mm.store().dirty(64L * word, 1, bits);
    assertThat(bits[0]).isEqualTo(want);
  }

  /** Puts a migration entry in a folio's place, or ends the migration; bits stay as they were. */
  private void hide(int page) {
    int head = head(page);
    if (marked[head]) {
      return;
    }
    if (plain(head)) {
      oldEntry[head] = memory.mm.store().entry(head);
      oldNode[head] = memory.mm.store().nodeOf(head);
      memory.mm.beginMigration(head, 1 - oldNode[head]);
    } else {
      memory.mm.endMigration(head, oldNode[head], 1 - oldNode[head], true, oldEntry[head]);
    }
  }

  /** Marks folios of a word PROT_NONE. */
  private void mark(int word, long mask) {
    long plain = 0;
    for (int i = 0; i < 64; i++) {
      int page = 64 * word + i;
      if (page == head(page) && plain(page) && (mask >>> i & 1) != 0) {
        plain |= 1L << i;
        marked[page] = true;
      }
    }
    int changed = marks.mark(memory.mm, 64L * word, 1, new long[] {plain});
    assertThat(changed).isEqualTo(Long.bitCount(plain));
  }

  private void restore(int page) {
    int head = head(page);
    if (marked[head]) {
      marked[head] = false;
      marks.testAndClear(memory.mm, head);
      SourceMarks.restore(memory.mm, head);
    }
  }

  private final int[] oldEntry = new int[PAGES];
  private final int[] oldNode = new int[PAGES];

  private void move(int page) {
    if (plain(head(page))) {
      int head = head(page);
      int node = memory.mm.store().nodeOf(head);
      memory.mm.reserve(head, 1 - node);
      memory.mm.endMigration(head, node, 1 - node, true, memory.mm.store().entry(head));
    }
  }
}
