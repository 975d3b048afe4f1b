package org.tierlab.sim.law;

import org.tierlab.api.memory.Vma;
import org.tierlab.api.time.RandomStream;
import org.tierlab.api.workload.AccessLaw.Component;
import org.tierlab.sim.memory.DrawnEntries;
import org.tierlab.sim.memory.PageStore;

/**
 * A range of folios to which accesses go independently of the past, each folio with a likelihood of
 * its own that stays the same.
 *
 * <p>Folios are <i>open</i> or <i>watched</i>. What an access to an open folio does is known
 * without knowing the folio: it sets bits and takes its node's latency. So open folios only have
 * sums of their likelihoods, by node, and a sum of accesses per likelihood; the bits of a word of
 * 64 pages are drawn when somebody looks at it, given the accesses since the last look. Every folio
 * whose entry needs the slow path (a PROT_NONE mark, a migration entry, no page yet) is watched.
 * How many accesses go by before one meets a watched folio is a geometric variate, and which one it
 * meets is drawn by likelihood: as draws are independent, no more need be known, whatever sources
 * have marked or cleared meanwhile. A watched folio whose entry has become plain stays watched
 * until it is met once more: that access too is then made one by one.
 */
public final class IndependentPages implements DrawnEntries, PageShares {
  private final PageStore store;
  private final Component part;
  private final int order;
  private final long firstFolio;
  private final Spread spread;
  private final Draws draws;
  private final WatchedFolios watched;
  private final int firstWord;
  private final long[] open;
  private final double[] seenAt;
  private final long[] onNode;
  private double perMass;
  private long next;
  private long nextAmong = -1;

  /** What reading ahead found: kept, so that the load is not optimised away. */
  @SuppressWarnings("UnusedVariable")
  private int readAhead;

  /**
   * Probabilities that a folio of an even spread is stored to and loaded from after so many
   * accesses: words that are looked at one after another have mostly seen the same.
   */
  private double evenAccesses;

  private double evenStores;
  private double evenLoads;

  /**
   * Takes over a range of a page table whose folios are as they are at present.
   *
   * @param store the page table
   * @param part the range and its law
   * @param vma the mapping that it lies in
   * @param random its random stream
   */
  public IndependentPages(PageStore store, Component part, Vma vma, RandomStream random) {
    this.store = store;
    this.part = part;
    order = vma.order();
    firstFolio = part.firstPage() >>> order;
    spread = Spreads.of(part, vma);
    draws = new Draws(random);
    watched = new WatchedFolios(spread);
    firstWord = Math.toIntExact(page(0) >>> 6);
    int words = Math.toIntExact((page(0) + (spread.folios() << order) + 63) >>> 6) - firstWord;
    open = new long[words];
    seenAt = new double[words];
    onNode = new long[PageStore.MAX_NODES];
    for (int folio = 0; folio < spread.folios(); folio++) {
      int entry = store.state(page(folio));
      if ((entry & PageStore.SLOW) == 0) {
        opens(page(folio), entry);
      } else {
        watched.add(folio);
      }
    }
  }

  private long page(int folio) {
    return (firstFolio + folio) << order;
  }

  private int folio(long page) {
    return (int) ((page >>> order) - firstFolio);
  }

  private long end() {
    return part.firstPage() + part.pages();
  }

  /** Pages of a folio that lie in a range. */
  private long covered(int folio, long from, long to) {
    return Math.min(to, page(folio + 1)) - Math.max(from, page(folio));
  }

  private static int node(int entry) {
    return (entry & PageStore.NODE_BITS) >> PageStore.NODE_SHIFT;
  }

  private void opens(long page, int entry) {
    open[(int) (page >>> 6) - firstWord] |= 1L << page;
    onNode[node(entry)] += spread.mass(folio(page));
  }

  @Override
  public void look(long page) {
    int word = (int) (page >>> 6) - firstWord;
    if (word < 0 || word >= open.length) {
      return;
    }
    double accesses = perMass - seenAt[word];
    seenAt[word] = perMass;
    if (accesses > 0 && open[word] != 0) {
      long first = page & -64L;
      if (spread.isEven()) {
        lookEvenly(first, open[word], accesses);
      } else {
        lookOneByOne(first, open[word], accesses);
      }
    }
  }

  /** Loads and stores of a folio are independent. */
  private void lookEvenly(long first, long among, double accesses) {
    if (accesses != evenAccesses) {
      double writes = part.writeFraction();
      evenStores = -StrictMath.expm1(-accesses * writes);
      evenLoads = -StrictMath.expm1(-accesses * (1 - writes));
      evenAccesses = accesses;
    }
    long stored = draws.mask(evenStores) & among;
    long loaded = draws.mask(evenLoads) & among;
    store.drawn(first, stored | loaded, stored);
  }

  private void lookOneByOne(long first, long among, double perItsMass) {
    double writes = part.writeFraction();
    long stored = 0;
    long loaded = 0;
    for (long left = among; left != 0; left &= left - 1) {
      long page = first + Long.numberOfTrailingZeros(left);
      double accesses = perItsMass * spread.mass(folio(page));
      long bit = Long.lowestOneBit(left);
      stored |= draws.happens(accesses * writes) ? bit : 0;
      loaded |= draws.happens(accesses * (1 - writes)) ? bit : 0;
    }
    store.drawn(first, stored | loaded, stored);
  }

  @Override
  public void lookAt(long page) {
    if (isOpen(page)) {
      look(page);
    }
  }

  /** Looks at all words, because nobody will ask any more. */
  void lookEverywhere() {
    for (int word = 0; word < open.length; word++) {
      look((long) (firstWord + word) << 6);
    }
  }

  private boolean isOpen(long page) {
    int word = (int) (page >>> 6) - firstWord;
    return word >= 0 && word < open.length && (open[word] >>> page & 1) != 0;
  }

  @Override
  public void changes(long page, int from, int to) {
    if (!isOpen(page)) {
      return;
    }
    int folio = folio(page);
    long mass = spread.mass(folio);
    onNode[node(from)] -= mass;
    if ((to & PageStore.SLOW) == 0) {
      onNode[node(to)] += mass;
      return;
    }
    open[(int) (page >>> 6) - firstWord] &= ~(1L << page);
    watched.add(folio);
  }

  @Override
  public void closes(long firstPage, long mask) {
    int word = (int) (firstPage >>> 6) - firstWord;
    long closing = word < 0 || word >= open.length ? 0 : open[word] & mask;
    if (closing == 0) {
      return;
    }
    look(firstPage);
    open[word] ^= closing;
    for (; closing != 0; closing &= closing - 1) {
      long page = firstPage + Long.numberOfTrailingZeros(closing);
      int folio = folio(page);
      onNode[node(store.state(page))] -= spread.mass(folio);
      watched.add(folio);
    }
  }

  /**
   * Folios an access to which would not just set bits.
   *
   * @return a count
   */
  int watched() {
    return watched.size();
  }

  /** The probability that an access of this part meets a watched folio. */
  double watchedShare() {
    return (double) watched.mass() / spread.total();
  }

  int nodeOf(long page) {
    return store.nodeOf(page);
  }

  Draws draws() {
    return draws;
  }

  /** Draws which watched folio the next access to one meets, and asks memory for its entry. */
  void drawWatched() {
    next = page(watched.draw(draws));
    nextAmong = watched.version();
    readAhead = store.state(next);
  }

  /**
   * The watched folio that an access meets: the one that was drawn, unless others are watched now.
   *
   * @return its head page
   */
  long meet() {
    if (nextAmong != watched.version()) {
      drawWatched();
    }
    nextAmong = -1;
    return next;
  }

  /** Where the folio is that was met, for {@link #met}. */
  long place() {
    return watched.place();
  }

  /**
   * A watched folio has been met and accessed: if its entry is plain now it is watched no longer.
   *
   * @param place where it was
   * @param page its head page
   */
  void met(long place, long page) {
    int entry = store.state(page);
    if ((entry & PageStore.SLOW) == 0 && watched.removeFrom(place, folio(page))) {
      // What is not drawn yet of the word can only set the accessed bit, which is set.
      if (part.writeFraction() > 0) {
        look(page);
      }
      opens(page, entry);
    }
  }

  /**
   * Draws whether an access stores.
   *
   * @return true for a store
   */
  boolean stores() {
    return part.writeFraction() > 0 && draws.chance(part.writeFraction());
  }

  @Override
  public double share(long fromPage, long toPage) {
    long from = Math.max(fromPage, part.firstPage());
    long to = Math.min(toPage, end());
    if (from >= to) {
      return 0;
    }
    if (spread.isEven()) {
      return (double) (to - from) / part.pages();
    }
    double sum = 0;
    for (int folio = folio(from); folio <= folio(to - 1); folio++) {
      double asked = covered(folio, from, to);
      sum += spread.mass(folio) * asked / covered(folio, part.firstPage(), end());
    }
    return sum / spread.total();
  }

  /**
   * How likely an access to an open folio is to be served by each node.
   *
   * @param weight what the probabilities are multiplied by
   * @param nodes they are added to these
   */
  void addShares(double weight, double[] nodes) {
    double each = weight / (spread.total() - watched.mass());
    for (int node = 0; node < nodes.length; node++) {
      nodes[node] += onNode[node] * each;
    }
  }

  /**
   * Makes one access to an open folio.
   *
   * @param write whether it stores
   * @return the head page of the folio
   */
  long accessOpen(boolean write) {
    while (true) {
      long page = page(spread.draw(draws.random()));
      if (isOpen(page)) {
        store.apply(page, write);
        return page;
      }
    }
  }

  /**
   * Makes accesses to open folios.
   *
   * @param accesses how many
   * @param expected to each node is added how many it serves on average
   */
  void serve(long accesses, double[] expected) {
    perMass += (double) accesses / (spread.total() - watched.mass());
    addShares((double) accesses, expected);
  }
}
