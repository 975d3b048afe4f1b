package org.tierlab.source.damon;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
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
  private static final int NOT_ASKED = -1;

  /** Pages of a list call: their entries and flags stay in a first-level cache between calls. */
  private static final int LIST = 128;

  private final SourceContext context;
  private final RandomStream random;
  private final double entryNs;
  private final double lookNs;
  private final long[] word = new long[1];
  private int[] stretch = new int[16];
  private long[] head = new long[16];
  private double[] costsNs = new double[16];
  private boolean[] watched = new boolean[16];
  private boolean[] cached = new boolean[16];
  private long[] early = new long[16];
  private boolean anyEarly;
  private boolean[] earlyUsed = new boolean[16];

  /** Pages of a list call, and the bits that it gives. */
  private final long[] list = new long[LIST];

  private final long[] bits = new long[LIST / 64];
  private final long[] there = new long[LIST / 64];

  /** The region whose folio was looked at last in this round. */
  private int lastAsked = NOT_ASKED;

  private boolean lastAccessed;

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
      costsNs = Arrays.copyOf(costsNs, length);
      watched = Arrays.copyOf(watched, length);
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
    anyEarly = false;
  }

  /** Chooses the page that {@link #prepare} will take, and begins to watch for its translation. */
  void chooseEarly(Target target, int region) {
    grow(target.regions().size());
    early[region] = choose(target, region);
    earlyUsed[region] = false;
    anyEarly = true;
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

  /**
   * Chooses a page of every region, for {@link #prepare}.
   *
   * @return what it will cost to prepare each, nanoseconds
   */
  double[] choose(Target target) {
    int regions = target.regions().size();
    grow(regions);
    Arrays.fill(cached, 0, regions, false);
    Arrays.fill(watched, 0, regions, false);
    if (anyEarly) {
      takeEarly(target);
    } else {
      target.regions().pages(head);
      random.nextLongs(head, regions, head);
      for (int region = 0; region < regions; region++) {
        head[region] += target.regions().start(region);
      }
    }
    find(target.map(), regions);
    return costsNs;
  }

  /** Takes the addresses that were chosen early, and chooses where none was. */
  private void takeEarly(Target target) {
    for (int region = 0; region < target.regions().size(); region++) {
      watched[region] = early[region] != NOT_CHOSEN;
      head[region] = watched[region] ? early[region] : choose(target, region);
      early[region] = NOT_CHOSEN;
    }
    anyEarly = false;
  }

  /** Goes from the chosen addresses to the head pages of their folios. */
  private void find(AddressMap map, int regions) {
    for (int region = 0; region < regions; ) {
      int at = map.find(head[region]);
      if (at < 0) {
        stretch[region] = at;
        costsNs[region++] = lookNs;
        continue;
      }
      do {
        stretch[region] = at;
        costsNs[region] = entryNs;
        head[region] = map.headPage(at, head[region]);
        region++;
      } while (region < regions && map.covers(at, head[region]));
    }
  }

  /** Makes the chosen pages of regions {@code from … to − 1} old. */
  void prepare(Target target, int from, int to) {
    for (int region = from; region < to; ) {
      AddressSpaceView mm = mmOf(target, region);
      int behind = endOfRun(region, to);
      if (mm != null) {
        makeOld(context.pageTable(mm), region, behind);
      }
      region = behind;
    }
  }

  /** The first region behind one that is for another list: the page is in another stretch. */
  private int endOfRun(int region, int to) {
    int behind = region + 1;
    int limit = Math.min(to, region + LIST);
    while (behind < limit && stretch[behind] == stretch[region]) {
      behind++;
    }
    return behind;
  }

  /** Whose page was chosen; null for an unmapped address and for a process that has exited. */
  private @Nullable AddressSpaceView mmOf(Target target, int region) {
    int at = stretch[region];
    AddressSpaceView mm = at < 0 ? null : target.map().mm(at);
    return mm == null || mm.exited() ? null : mm;
  }

  private void makeOld(PageTableWriter table, int from, int to) {
    int count = to - from;
    System.arraycopy(head, from, list, 0, count);
    table.testAndClearAccessed(list, count, bits);
    table.present(list, count, there);
    table.setFlag(FolioFlag.YOUNG, list, count, bits);
    table.setFlag(FolioFlag.IDLE, list, count, there);
    for (int i = 0; i < count; i++) {
      if (watched[from + i]) {
        cached[from + i] = (bits[i >>> 6] >>> i & 1) != 0 || earlyUsed[from + i];
      }
    }
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
    lastAsked = NOT_ASKED;
  }

  /**
   * Finds out which folios {@link #check} has to look at: not one that it has just looked at.
   *
   * @param from the first region that has not been checked in this round
   * @return what it will cost to check each from there on, nanoseconds
   */
  double[] ask(Target target, int from) {
    AddressMap map = target.map();
    int regions = target.regions().size();
    int last = lastAsked;
    for (int region = from; region < regions; ) {
      AddressSpaceView mm = mmOf(target, region);
      int behind = endOfRun(region, regions);
      for (; region < behind; region++) {
        boolean same =
            mm != null
                && last != NOT_ASKED
                && head[last] == head[region]
                && map.mm(stretch[last]) == mm;
        costsNs[region] = same ? 0 : lookNs;
        last = mm == null || same ? last : region;
      }
    }
    return costsNs;
  }

  /**
   * Looks whether the chosen pages of regions {@code from … to − 1} have been accessed since {@link
   * #prepare}, and counts that for the region.
   *
   * @return how many have
   */
  int check(Target target, int from, int to) {
    int accesses = 0;
    for (int region = from; region < to; ) {
      AddressSpaceView mm = mmOf(target, region);
      int behind = endOfRun(region, to);
      if (mm != null) {
        accesses += check(target.regions(), context.pageTable(mm), region, behind);
      }
      region = behind;
    }
    return accesses;
  }

  private int check(Regions regions, PageTableWriter table, int from, int to) {
    int count = 0;
    for (int region = from; region < to; region++) {
      if (costsNs[region] != 0) {
        list[count++] = head[region];
        lastAsked = region;
      }
    }
    isYoung(table, count);
    if (count < to - from) {
      repeatAnswers(from, to);
    }
    int accesses = 0;
    for (int first = from; first < to; first += 64) {
      long accessed = bits[(first - from) >>> 6];
      accesses += Long.bitCount(accessed);
      for (; accessed != 0; accessed &= accessed - 1) {
        regions.accessed(first + Long.numberOfTrailingZeros(accessed));
      }
    }
    int last = to - 1 - from;
    lastAccessed = (bits[last >>> 6] >>> last & 1) != 0;
    return accesses;
  }

  /** Gives every region its bit, from a bit for each folio that was looked at. */
  private void repeatAnswers(int from, int to) {
    System.arraycopy(bits, 0, there, 0, bits.length);
    Arrays.fill(bits, 0);
    int asked = 0;
    for (int i = 0; i < to - from; i++) {
      if (costsNs[from + i] != 0) {
        lastAccessed = (there[asked >>> 6] >>> asked & 1) != 0;
        asked++;
      }
      bits[i >>> 6] |= (lastAccessed ? 1L : 0) << i;
    }
  }

  /** Of the listed folios those that are there and were accessed or are not idle any more. */
  private void isYoung(PageTableWriter table, int count) {
    int words = (count + 63) / 64;
    table.flag(FolioFlag.IDLE, list, count, bits);
    table.present(list, count, there);
    for (int i = 0; i < words; i++) {
      there[i] &= ~bits[i];
    }
    table.accessed(list, count, bits);
    for (int i = 0; i < words; i++) {
      bits[i] |= there[i];
    }
  }
}
