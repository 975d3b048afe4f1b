package org.tierlab.sim.law;

import org.tierlab.api.time.RandomStream;
import org.tierlab.sim.memory.DrawnEntries;
import org.tierlab.sim.memory.PageStore;

/**
 * A range of folios each of which is equally likely with every access, independently of the past.
 *
 * <p>Folios are <i>open</i> or <i>watched</i>. What an access to an open folio does is known
 * without knowing the folio: it sets bits and takes its node's latency. So open folios only have
 * counts, by node, and a sum of accesses per folio; the bits of a word of 64 pages are drawn when
 * somebody looks at it, given the accesses since the last look. Every folio whose entry needs the
 * slow path (a PROT_NONE mark, a migration entry, no page yet) is watched. How many accesses go by
 * before one meets a watched folio is a geometric variate, and which one it meets is uniform: as
 * draws are independent, no more need be known, whatever sources have marked or cleared meanwhile.
 * A watched folio whose entry has become plain stays watched until it is met once more: that access
 * too is then made one by one.
 */
public final class UniformPages implements DrawnEntries, PageShares {
  private final PageStore store;
  private final long firstPage;
  private final int order;
  private final long folios;
  private final double writeFraction;
  private final Draws draws;
  private final WatchList watched = new WatchList();
  private final long[] open;
  private final double[] seenAt;
  private final long[] onNode;
  private double perFolio;

  /**
   * Takes over a range of a page table whose folios are as they are at the start.
   *
   * @param store the page table
   * @param firstPage the range's first page, head of a folio
   * @param order order of its folios
   * @param folios its length, below 2<sup>31</sup>
   * @param writeFraction probability that an access stores
   * @param random its random stream
   */
  public UniformPages(
      PageStore store,
      long firstPage,
      int order,
      long folios,
      double writeFraction,
      RandomStream random) {
    this.store = store;
    this.firstPage = firstPage;
    this.order = order;
    this.folios = folios;
    this.writeFraction = writeFraction;
    draws = new Draws(random);
    int words = Math.toIntExact((firstPage + (folios << order) + 63) >>> 6);
    open = new long[words];
    seenAt = new double[words];
    onNode = new long[PageStore.MAX_NODES];
    for (int folio = 0; folio < folios; folio++) {
      int entry = store.state(page(folio));
      if ((entry & PageStore.SLOW) == 0) {
        opens(page(folio), entry);
      } else {
        watched.add(folio);
      }
    }
  }

  private long page(int folio) {
    return firstPage + ((long) folio << order);
  }

  private static int node(int entry) {
    return (entry & PageStore.NODE_BITS) >> PageStore.NODE_SHIFT;
  }

  private void opens(long page, int entry) {
    open[(int) (page >>> 6)] |= 1L << page;
    onNode[node(entry)]++;
  }

  @Override
  public void look(long page) {
    int word = (int) (page >>> 6);
    if (word >= open.length) {
      return;
    }
    double accesses = perFolio - seenAt[word];
    seenAt[word] = perFolio;
    if (accesses > 0 && open[word] != 0) {
      // Loads and stores of a folio are independent.
      long stored = draws.mask(-StrictMath.expm1(-accesses * writeFraction)) & open[word];
      long loaded = draws.mask(-StrictMath.expm1(-accesses * (1 - writeFraction))) & open[word];
      store.drawn((long) word << 6, stored | loaded, stored);
    }
  }

  @Override
  public void lookAt(long page) {
    if (isOpen(page)) {
      look(page);
    }
  }

  private boolean isOpen(long page) {
    int word = (int) (page >>> 6);
    return word < open.length && (open[word] >>> page & 1) != 0;
  }

  @Override
  public void changes(long page, int from, int to) {
    if (!isOpen(page)) {
      return;
    }
    onNode[node(from)]--;
    if ((to & PageStore.SLOW) == 0) {
      onNode[node(to)]++;
      return;
    }
    open[(int) (page >>> 6)] &= ~(1L << page);
    watched.add((int) ((page - firstPage) >>> order));
  }

  /**
   * Draws how many accesses go by before one meets a watched folio.
   *
   * @return 0 or more, up to 2<sup>62</sup>
   */
  public long untilWatched() {
    return watched.size() == 0 ? Long.MAX_VALUE : draws.failures((double) watched.size() / folios);
  }

  /**
   * Folios an access to which would not just set bits.
   *
   * @return a count
   */
  public long watched() {
    return watched.size();
  }

  /**
   * Draws which watched folio an access meets.
   *
   * @return an index that is valid until something else happens
   */
  public int meet() {
    return (int) draws.below(watched.size());
  }

  /**
   * The head page of a watched folio.
   *
   * @param index as drawn by {@link #meet}
   * @return a page
   */
  public long watchedPage(int index) {
    return page(watched.get(index));
  }

  /**
   * A watched folio has been met and accessed: if its entry is plain now it is watched no longer.
   *
   * @param index as drawn by {@link #meet}
   * @param page its head page, in case the index is no longer its own
   */
  public void met(int index, long page) {
    if (index < watched.size() && watchedPage(index) == page) {
      int entry = store.state(page);
      if ((entry & PageStore.SLOW) == 0) {
        watched.remove(index);
        // What is not drawn yet of the word can only set the accessed bit, which is set.
        if (writeFraction > 0) {
          look(page);
        }
        opens(page, entry);
      }
    }
  }

  /**
   * Draws whether an access stores.
   *
   * @return true for a store
   */
  public boolean stores() {
    return writeFraction > 0 && draws.chance(writeFraction);
  }

  @Override
  public double share(long fromPage, long toPage) {
    long endPage = firstPage + (folios << order);
    long covered = Math.min(toPage, endPage) - Math.max(fromPage, firstPage);
    return covered <= 0 ? 0 : (double) covered / (endPage - firstPage);
  }

  /**
   * How likely an access to an open folio is to be served by a node.
   *
   * @param node a node
   * @return a probability
   */
  public double share(int node) {
    return (double) onNode[node] / (folios - watched.size());
  }

  /**
   * Makes one access to an open folio.
   *
   * @param write whether it stores
   * @return the head page of the folio
   */
  public long accessOpen(boolean write) {
    while (true) {
      long page = page((int) draws.below(folios));
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
   * @param served is given how many each node served
   */
  public void serve(long accesses, long[] served) {
    long openFolios = folios - watched.size();
    perFolio += (double) accesses / openFolios;
    long left = accesses;
    long among = openFolios;
    for (int node = 0; node < served.length; node++) {
      long count = onNode[node];
      served[node] = count == among ? left : draws.successes(left, (double) count / among);
      left -= served[node];
      among -= count;
    }
  }
}
