package org.tierlab.sim.law;

import org.tierlab.api.memory.Vma;
import org.tierlab.api.time.RandomStream;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessLaw.Component;
import org.tierlab.sim.memory.DrawnEntries;
import org.tierlab.sim.memory.PageStore;

/**
 * One task that passes over a range in order, again and again. Nothing but stores is drawn: which
 * pages it has come by since a look, and which watched folio it comes to next, is arithmetic.
 */
final class Passes implements DrawnLaw, DrawnEntries, PageShares {
  private final PageStore store;
  private final Component part;
  private final int order;
  private final Draws draws;
  private final PageMap open;
  private final long[] seenAt;
  private final long[] onNode = new long[PageStore.MAX_NODES];
  private long made;
  private long watched;
  private long served;
  private long shownAt;

  /** Takes over a range of a page table; the task is at its start. */
  Passes(PageStore store, Component part, Vma vma, RandomStream random) {
    this.store = store;
    this.part = part;
    order = vma.order();
    draws = new Draws(random);
    open = new PageMap(head(part.firstPage()), end());
    seenAt = new long[open.words()];
    for (long head = head(part.firstPage()); head < end(); head += 1L << order) {
      int entry = store.state(head);
      if ((entry & PageStore.SLOW) == 0) {
        opens(head, entry);
      } else {
        watched++;
      }
    }
  }

  private long end() {
    return part.firstPage() + part.pages();
  }

  private long head(long page) {
    return page & -(1L << order);
  }

  /** Pages of a folio that the range covers. */
  private long covered(long head) {
    return Math.min(end(), head + (1L << order)) - Math.max(part.firstPage(), head);
  }

  private static int node(int entry) {
    return (entry & PageStore.NODE_BITS) >> PageStore.NODE_SHIFT;
  }

  private void opens(long head, int entry) {
    open.set(head);
    onNode[node(entry)] += covered(head);
  }

  private long position() {
    return made % part.pages();
  }

  @Override
  public void look(long page) {
    if (!open.covers(page)) {
      return;
    }
    int word = open.word(page);
    long since = seenAt[word];
    seenAt[word] = made;
    long among = open.bits(word);
    if (made == since || among == 0) {
      return;
    }
    long first = page & -64L;
    long passes = (made - since) / part.pages();
    long more = headsBetween(first, since % part.pages(), (made - since) % part.pages());
    long accessed = passes > 0 ? among : among & more;
    store.drawn(first, accessed, stored(accessed, more, passes));
  }

  /** Of accessed folios those that were stored to; some were come by once more than the others. */
  private long stored(long accessed, long more, long passes) {
    double writes = part.writeFraction();
    if (writes == 0 || writes == 1) {
      return writes == 0 ? 0 : accessed;
    }
    // A folio is come by once a page of its own, of which the range covers all but at its ends.
    long pages = 1L << order;
    long often = draws.mask(1 - StrictMath.pow(1 - writes, (double) ((passes + 1) * pages)));
    long seldom = draws.mask(1 - StrictMath.pow(1 - writes, (double) (passes * pages)));
    return accessed & ((more & often) | (~more & seldom));
  }

  /** Heads in a word of folios that the task has come to from a position on. */
  private long headsBetween(long first, long from, long count) {
    if (count == 0) {
      return 0;
    }
    long start = part.firstPage() + from;
    long straight = Math.min(count, part.pages() - from);
    long bits = PageMap.between(first, head(start), start + straight);
    long wrapped = count - straight;
    return wrapped == 0
        ? bits
        : bits | PageMap.between(first, head(part.firstPage()), part.firstPage() + wrapped);
  }

  boolean isOpen(long head) {
    return open.has(head);
  }

  /** Looks at all words, because nobody will ask any more. */
  void lookEverywhere() {
    for (long page = head(part.firstPage()); page < end(); page = (page & -64L) + 64) {
      look(page);
    }
  }

  @Override
  public void lookAt(long page) {
    if (open.has(page)) {
      look(page);
    }
  }

  @Override
  public void changes(long page, int from, int to) {
    if (!open.has(page)) {
      return;
    }
    long pages = covered(page);
    onNode[node(from)] -= pages;
    if ((to & PageStore.SLOW) == 0) {
      onNode[node(to)] += pages;
      return;
    }
    open.clear(page);
    watched++;
  }

  @Override
  public void closes(long firstPage, long mask) {
    long closing = open.covers(firstPage) ? open.bits(open.word(firstPage)) & mask : 0;
    if (closing == 0) {
      return;
    }
    look(firstPage);
    for (; closing != 0; closing &= closing - 1) {
      long page = firstPage + Long.numberOfTrailingZeros(closing);
      changes(page, store.state(page), PageStore.PROT_NONE);
    }
  }

  @Override
  public long untilWatched(long most) {
    if (watched == 0) {
      return Long.MAX_VALUE;
    }
    long page = part.firstPage() + position();
    if (!open.has(head(page))) {
      return 0;
    }
    long ahead = nextWatched(head(page) + (1L << order), Math.min(end(), page + most));
    if (ahead >= 0) {
      return ahead - page;
    }
    long left = end() - page;
    if (left >= most) {
      return Long.MAX_VALUE;
    }
    long again =
        nextWatched(head(part.firstPage()), Math.min(end(), part.firstPage() + most - left));
    return again < 0 ? Long.MAX_VALUE : left + Math.max(0, again - part.firstPage());
  }

  /** The first watched head from one on, −1 if there is none before an end. */
  private long nextWatched(long from, long to) {
    return open.nextClear(from, to, order);
  }

  @Override
  public boolean varies() {
    return false;
  }

  @Override
  public void shares(double[] nodes) {
    double sum = 0;
    for (long pages : onNode) {
      sum += pages;
    }
    for (int node = 0; node < nodes.length; node++) {
      nodes[node] = onNode[node] / sum;
    }
  }

  /**
   * Half of them, until few are left, unless all pages are alike: the next ones may not be average.
   */
  @Override
  public long block(long fits) {
    for (long pages : onNode) {
      if (pages == part.pages()) {
        return fits;
      }
    }
    return Math.max(1, fits / 2);
  }

  @Override
  public long serve(long count, boolean tagged, double[] nodes) {
    long passes = count / part.pages();
    for (int node = 0; node < nodes.length && passes > 0; node++) {
      nodes[node] += (double) passes * onNode[node];
    }
    long start = part.firstPage() + position();
    long more = count % part.pages();
    long straight = Math.min(more, end() - start);
    count(start, start + straight, nodes);
    count(part.firstPage(), part.firstPage() + more - straight, nodes);
    made += count;
    served = count;
    if (!tagged) {
      return 0;
    }
    long page = part.firstPage() + (made - 1) % part.pages();
    boolean write = stores();
    store.apply(head(page), write);
    return Access.of(page, write, 0);
  }

  /** Whole numbers are exact in a double. */
  @Override
  public void split(long count, double[] expected, long[] nodes) {
    for (int node = 0; node < nodes.length; node++) {
      nodes[node] = (long) expected[node];
    }
  }

  private void count(long from, long to, double[] nodes) {
    for (int node = 0; node < nodes.length; node++) {
      if (onNode[node] == part.pages()) {
        nodes[node] += to - from;
        return;
      }
    }
    for (long page = from; page < to; ) {
      long head = head(page);
      long next = Math.min(to, head + (1L << order));
      nodes[node(store.state(head))] += next - page;
      page = next;
    }
  }

  private boolean stores() {
    double writes = part.writeFraction();
    return writes == 1 || (writes > 0 && draws.chance(writes));
  }

  @Override
  public long meet() {
    long page = part.firstPage() + position();
    made++;
    return Access.of(page, stores(), 0);
  }

  @Override
  public void met() {
    long head = head(part.firstPage() + (made - 1) % part.pages());
    int entry = store.state(head);
    if (!open.has(head) && (entry & PageStore.SLOW) == 0) {
      look(head);
      opens(head, entry);
      watched--;
    }
  }

  @Override
  public long watched() {
    return watched;
  }

  @Override
  public int parts() {
    return 1;
  }

  @Override
  public PageShares shares(int part) {
    return this;
  }

  @Override
  public long servedOf(int part) {
    return served;
  }

  /** Of the accesses since {@link #shown}. */
  @Override
  public double share(long fromPage, long toPage) {
    long from = Math.max(0, fromPage - part.firstPage());
    long to = Math.min(part.pages(), toPage - part.firstPage());
    if (from >= to || made == shownAt) {
      return 0;
    }
    return (double) (upTo(made, from, to) - upTo(shownAt, from, to)) / (made - shownAt);
  }

  /** How many of the first accesses went to positions from one to another. */
  private long upTo(long count, long from, long to) {
    long rest = count % part.pages();
    return count / part.pages() * (to - from) + Math.max(0, Math.min(rest, to) - from);
  }

  @Override
  public void shown() {
    shownAt = made;
  }
}
