package org.tierlab.source.damon;

import java.util.Arrays;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.PageTableWriter;
import org.tierlab.api.time.RandomStream;

/**
 * One page per region, made old and looked at again: the accessed bit is cleared and noted in the
 * young flag, the idle flag is set; later the page counts as accessed if its bit is set again or
 * somebody else has cleared the idle flag. A folio that two neighbouring regions have sampled is
 * looked at once.
 *
 * <p>From mm/damon/vaddr.c, paddr.c and ops-common.c. The work per page does not depend on the size
 * of the region.
 *
 * <p>A folio of a page cache has no entry whose bit could be cleared: it is made idle, and has been
 * accessed if it is not idle any more ({@code damon_folio_mkold}, {@code damon_folio_young}).
 *
 * <p>A translation that stays cached in a TLB hides accesses: the bit is set when it is loaded, not
 * when it is used. To model that, the page is chosen a translation's lifetime before it is made old
 * ({@link #chooseEarly}). If it is accessed in between, its translation is cached, and what comes
 * before the translation's end ({@link #hideCached}) leaves no trace. Neither costs anything: they
 * are no work of the kernel's. Not thread-safe.
 */
final class AccessSampler {
  /**
   * Page walk down to one entry, with its lock and the folio's reference, nanoseconds (assumed).
   */
  static final double WALK_NS = 150;

  /** Finding the entry from the folio (rmap), nanoseconds (assumed). */
  static final double RMAP_NS = 400;

  private static final long NOT_CHOSEN = -1;

  private final SourceContext context;
  private final RandomStream random;
  private final double entryNs;
  private final double lookNs;
  private final long[] word = new long[1];
  private int[] stretch = new int[16];
  private long[] head = new long[16];
  private boolean[] cached = new boolean[16];
  private long[] early = new long[16];
  private boolean[] earlyUsed = new boolean[16];
  private int lastMm = -1;
  private long lastHead = -1;
  private boolean lastAccessed;
  private double checkNs;

  AccessSampler(SourceContext context, boolean reverse) {
    this.context = context;
    random = context.random();
    double walkNs = WALK_NS + (reverse ? RMAP_NS : 0);
    Arrays.fill(early, NOT_CHOSEN);
    entryNs = walkNs + context.walkCosts().testAndClearNs();
    lookNs = walkNs + context.walkCosts().skipNs();
  }

  private void grow(int regions) {
    if (regions > head.length) {
      int length = Math.max(regions, 2 * head.length);
      stretch = Arrays.copyOf(stretch, length);
      head = Arrays.copyOf(head, length);
      cached = Arrays.copyOf(cached, length);
      earlyUsed = Arrays.copyOf(earlyUsed, length);
      int known = early.length;
      early = Arrays.copyOf(early, length);
      Arrays.fill(early, known, length, NOT_CHOSEN);
    }
  }

  /** Forgets what was chosen early: the regions have changed. */
  void regionsChanged() {
    Arrays.fill(early, NOT_CHOSEN);
  }

  /** Chooses the page that {@link #prepare} will take, and begins to watch for its translation. */
  void chooseEarly(Target target, int region) {
    grow(target.regions().size());
    early[region] = choose(target, region);
    earlyUsed[region] = false;
    int at = target.map().find(early[region]);
    if (at < 0 || target.map().mm(at).exited()) {
      return;
    }
    PageTableWriter table = context.pageTable(target.map().mm(at));
    long page = target.map().headPage(at, early[region]);
    if (table.testAndClearAccessed(page)) {
      word[0] = 1L << page;
      table.setFlag(FolioFlag.YOUNG, page & -64L, 1, word);
      table.clearFlag(FolioFlag.IDLE, page & -64L, 1, word);
    }
  }

  private long choose(Target target, int region) {
    long pages = target.regions().pages(region);
    return target.regions().start(region) + random.nextLong(pages);
  }

  /** Chooses a page of a region and makes it old; returns the cost in nanoseconds. */
  double prepare(Target target, int region) {
    grow(target.regions().size());
    boolean watched = early[region] != NOT_CHOSEN;
    long address = watched ? early[region] : choose(target, region);
    early[region] = NOT_CHOSEN;
    int at = target.map().find(address);
    stretch[region] = at;
    cached[region] = false;
    if (at < 0) {
      return lookNs;
    }
    head[region] = target.map().headPage(at, address);
    AddressSpaceView mm = target.map().mm(at);
    if (!mm.exited()) {
      boolean used = makeOld(context.pageTable(mm), head[region]) || earlyUsed[region];
      cached[region] = used && watched;
    }
    return entryNs;
  }

  private boolean makeOld(PageTableWriter table, long page) {
    if (table.nodeOf(page) < 0) {
      return false;
    }
    boolean was = table.testAndClearAccessed(page);
    long first = page & -64L;
    word[0] = 1L << page;
    if (was) {
      table.setFlag(FolioFlag.YOUNG, first, 1, word);
    }
    table.setFlag(FolioFlag.IDLE, first, 1, word);
    return was;
  }

  /** The translation ends: what came since {@link #prepare} went through it, without a trace. */
  void hideCached(Target target, int region) {
    if (region < head.length && cached[region]) {
      AddressSpaceView mm = target.map().mm(stretch[region]);
      if (!mm.exited()) {
        boolean used = context.pageTable(mm).testAndClearAccessed(head[region]);
        earlyUsed[region] |= used && isChosenNext(target, region);
      }
    }
  }

  /** Whether a region's next sample is the folio of its present one. */
  private boolean isChosenNext(Target target, int region) {
    int at = early[region] == NOT_CHOSEN ? -1 : target.map().find(early[region]);
    return at >= 0
        && at == stretch[region]
        && target.map().headPage(at, early[region]) == head[region];
  }

  /** Begins a round of checks. */
  void begin() {
    lastMm = -1;
    lastHead = -1;
  }

  /** Whether the page chosen by {@link #prepare} has been accessed since. */
  boolean check(Target target, int region) {
    int at = stretch[region];
    checkNs = lookNs;
    if (at < 0) {
      return false;
    }
    AddressSpaceView mm = target.map().mm(at);
    if (mm.exited()) {
      return false;
    }
    if (mm.id() == lastMm && head[region] == lastHead) {
      checkNs = 0;
    } else {
      lastMm = mm.id();
      lastHead = head[region];
      lastAccessed = isYoung(context.pageTable(mm), lastHead);
    }
    return lastAccessed;
  }

  private boolean isYoung(PageTableWriter table, long page) {
    if (table.nodeOf(page) < 0) {
      return false;
    }
    long first = page & -64L;
    table.accessed(first, 1, word);
    if ((word[0] >>> page & 1) != 0) {
      return true;
    }
    table.flag(FolioFlag.IDLE, first, 1, word);
    return (word[0] >>> page & 1) == 0;
  }

  /** What the last check cost, nanoseconds: nothing if its folio had just been looked at. */
  double checkNs() {
    return checkNs;
  }
}
