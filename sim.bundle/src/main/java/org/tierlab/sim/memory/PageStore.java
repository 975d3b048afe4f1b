package org.tierlab.sim.memory;

import static org.tierlab.sim.memory.EntryPlanes.gather;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.PageTable;

/**
 * The page table of one mm: one byte an entry, folio flags as bit planes, optional {@code
 * last_cpupid}.
 *
 * <p>The byte holds what an access needs: accessed and dirty bits, the node, and two bits that send
 * the access to the slow path; with either of them a third is set beside them. An absent entry uses
 * the node bits to say why it is absent. Byte arrays are chunks of 2³⁰ pages, so that an mm may
 * exceed 2³¹ pages.
 */
public final class PageStore implements PageTable {
  /** Set by a store: the bit that tells a store in a packed access. */
  public static final int DIRTY = 1;

  /** Set by every access. */
  public static final int ACCESSED = 2;

  /** Marked PROT_NONE by some source. */
  public static final int PROT_NONE = 4;

  /** Nothing to access here; the node bits say why. */
  public static final int ABSENT = 8;

  /** Either of the bits that send an access to the slow path. */
  public static final int SLOW = PROT_NONE | ABSENT;

  /**
   * Stored with an entry that has either of {@link #SLOW}: unsigned bytes from here on are the
   * cheapest to tell. Seen in {@link #chunk} alone.
   */
  public static final int STOP = 0x80;

  /** Position of the node. */
  public static final int NODE_SHIFT = 4;

  /** Mask of the node, in place. */
  public static final int NODE_BITS = 7 << NODE_SHIFT;

  /** Absent: never touched, or the process has exited. */
  public static final int NOT_POPULATED = ABSENT;

  /** Absent: a migration entry. */
  public static final int MIGRATION = ABSENT | (1 << NODE_SHIFT);

  /** Absent: a tail page of a folio; the entry is at the head. */
  public static final int TAIL = ABSENT | (2 << NODE_SHIFT);

  /** Base-2 logarithm of the pages in a chunk. */
  public static final int CHUNK_SHIFT = 30;

  /** Mask of the index in a chunk. */
  public static final int CHUNK_MASK = (1 << CHUNK_SHIFT) - 1;

  /** Position of the dirty bit. */
  private static final int DIRTY_SHIFT = 0;

  /** Position of the accessed bit. */
  static final int ACCESSED_SHIFT = 1;

  /** Position of the mark. */
  private static final int PROT_NONE_SHIFT = 2;

  /** Position of the bit that says absent. */
  static final int ABSENT_SHIFT = 3;

  /** Nodes that an entry can tell apart. */
  public static final int MAX_NODES = 8;

  private static final byte[] NO_ENTRIES = {};

  private final long pages;
  private final byte[][] chunks;
  private final long[] @Nullable [] flags = new long[FolioFlag.values().length][];
  private int @Nullable [][] cpupids;
  private @Nullable DrawnEntries drawn;

  PageStore(long pages) {
    this.pages = pages;
    int count = Math.toIntExact((pages + CHUNK_MASK) >>> CHUNK_SHIFT);
    chunks = new byte[count][];
    for (int i = 0; i < count; i++) {
      long length = Math.min(1L << CHUNK_SHIFT, pages - ((long) i << CHUNK_SHIFT));
      chunks[i] = new byte[(int) ((length + 63) & ~63L)];
      Arrays.fill(chunks[i], stored(NOT_POPULATED));
      Arrays.fill(chunks[i], (int) length, chunks[i].length, stored(TAIL));
    }
  }

  private static byte stored(int entry) {
    return (byte) (entry | ((entry & SLOW) != 0 ? STOP : 0));
  }

  /**
   * The entry bytes of a chunk, for the access path. Those that need the slow path have {@link
   * #STOP} set.
   *
   * @param chunk number of the chunk of 2³⁰ pages
   * @return its entries, padded with absent ones; empty beyond the end
   */
  public byte[] chunk(int chunk) {
    return chunk < chunks.length ? chunks[chunk] : NO_ENTRIES;
  }

  /**
   * One entry.
   *
   * @param page a dense page number
   * @return its byte
   */
  public int entry(long page) {
    int state = state(page);
    if (drawn == null || (state & SLOW) != 0) {
      return state;
    }
    drawn.lookAt(page);
    return state(page);
  }

  /**
   * What an entry says whether or not somebody has looked at its accessed and dirty bits: the node,
   * and whether it is plain, marked or absent.
   *
   * @param page a dense page number
   * @return its byte, in which accessed and dirty bits may be missing
   */
  public int state(long page) {
    return chunks[(int) (page >>> CHUNK_SHIFT)][(int) page & CHUNK_MASK] & (STOP - 1);
  }

  /**
   * Applies an access to a present entry.
   *
   * @param page a dense page number
   * @param write whether it stores
   */
  public void apply(long page, boolean write) {
    byte[] chunk = chunks[(int) (page >>> CHUNK_SHIFT)];
    chunk[(int) page & CHUNK_MASK] |= (byte) (ACCESSED | (write ? DIRTY : 0));
  }

  void setEntry(long page, int entry) {
    if (drawn != null) {
      int old = state(page);
      // Nobody draws what accesses to an entry on the slow path do.
      if ((old & SLOW) == 0) {
        drawn.changes(page, old, entry);
      }
    }
    chunks[(int) (page >>> CHUNK_SHIFT)][(int) page & CHUNK_MASK] = stored(entry);
  }

  /**
   * Marks present entries of a word PROT_NONE.
   *
   * @return which of those asked for are present
   */
  long mark(long firstPage, long mask) {
    byte[] chunk = chunkOfPage(firstPage);
    int index = (int) firstPage & CHUNK_MASK;
    long present = mask & ~gather(chunk, index, ABSENT_SHIFT);
    if (drawn != null && present != 0) {
      drawn.closes(firstPage, present);
    }
    for (long bits = present; bits != 0; bits &= bits - 1) {
      chunk[index + Long.numberOfTrailingZeros(bits)] |= (byte) (PROT_NONE | STOP);
    }
    return present;
  }

  /**
   * Sets who draws bits that nobody has looked at.
   *
   * @param entries asked before every look and told of every change
   */
  public void draw(DrawnEntries entries) {
    drawn = entries;
  }

  private void look(long page) {
    if (drawn != null) {
      drawn.look(page);
    }
  }

  /**
   * Sets bits that were drawn.
   *
   * @param firstPage multiple of 64
   * @param accessed a bit a page
   * @param dirty a bit a page
   */
  public void drawn(long firstPage, long accessed, long dirty) {
    EntryPlanes.drawn(chunkOfPage(firstPage), (int) firstPage & CHUNK_MASK, accessed, dirty);
  }

  void check(long firstPage, int words) {
    if ((firstPage & 63) != 0
        || firstPage < 0
        || words < 0
        || firstPage + 64L * words > ((pages + 63) & ~63L)) {
      throw new IllegalArgumentException(
          "plane of " + words + " words from page " + firstPage + " of " + pages);
    }
  }

  private byte[] chunkOfPage(long page) {
    return chunks[(int) (page >>> CHUNK_SHIFT)];
  }

  @Override
  public void present(long firstPage, int words, long[] out) {
    check(firstPage, words);
    for (int w = 0; w < words; w++) {
      long page = firstPage + 64L * w;
      out[w] = ~gather(chunkOfPage(page), (int) page & CHUNK_MASK, ABSENT_SHIFT);
    }
  }

  @Override
  public void onNodes(long firstPage, int words, int nodeMask, long[] out) {
    check(firstPage, words);
    for (int w = 0; w < words; w++) {
      long page = firstPage + 64L * w;
      byte[] chunk = chunkOfPage(page);
      int index = (int) page & CHUNK_MASK;
      out[w] = EntryPlanes.onNodes(chunk, index, nodeMask);
    }
  }

  @Override
  public void accessed(long firstPage, int words, long[] out) {
    check(firstPage, words);
    for (int w = 0; w < words; w++) {
      long page = firstPage + 64L * w;
      byte[] chunk = chunkOfPage(page);
      int index = (int) page & CHUNK_MASK;
      look(page);
      out[w] = gather(chunk, index, ACCESSED_SHIFT) & ~gather(chunk, index, ABSENT_SHIFT);
    }
  }

  @Override
  public void dirty(long firstPage, int words, long[] out) {
    check(firstPage, words);
    for (int w = 0; w < words; w++) {
      long page = firstPage + 64L * w;
      byte[] chunk = chunkOfPage(page);
      int index = (int) page & CHUNK_MASK;
      look(page);
      out[w] = gather(chunk, index, DIRTY_SHIFT) & ~gather(chunk, index, ABSENT_SHIFT);
    }
  }

  void testAndClearAccessed(long firstPage, int words, long[] out) {
    check(firstPage, words);
    for (int w = 0; w < words; w++) {
      long page = firstPage + 64L * w;
      look(page);
      out[w] = EntryPlanes.testAndClearAccessed(chunkOfPage(page), (int) page & CHUNK_MASK);
    }
  }

  boolean testAndClearAccessed(long page) {
    int entry = entry(page);
    if ((entry & (ABSENT | ACCESSED)) != ACCESSED) {
      return false;
    }
    setEntry(page, entry & ~ACCESSED);
    return true;
  }

  @Override
  public void present(long[] list, int count, long[] out) {
    Arrays.fill(out, 0, (count + 63) >>> 6, 0);
    for (int i = 0; i < count; i++) {
      long absent = (long) state(list[i]) >>> ABSENT_SHIFT & 1;
      out[i >>> 6] |= (absent ^ 1) << i;
    }
  }

  @Override
  public void accessed(long[] list, int count, long[] out) {
    Arrays.fill(out, 0, (count + 63) >>> 6, 0);
    for (int i = 0; i < count; i++) {
      if (drawn != null && nodeOf(list[i]) >= 0) {
        look(list[i] & -64L);
      }
      out[i >>> 6] |= (long) presentAndAccessed(state(list[i])) << i;
    }
  }

  /** 1 if an entry is present and accessed, else 0. Nobody can foretell it, so without a branch. */
  private static int presentAndAccessed(int entry) {
    return (entry >>> ACCESSED_SHIFT) & ~(entry >>> ABSENT_SHIFT) & 1;
  }

  void testAndClearAccessed(long[] list, int count, long[] out) {
    Arrays.fill(out, 0, (count + 63) >>> 6, 0);
    if (drawn != null) {
      for (int i = 0; i < count; i++) {
        boolean was = nodeOf(list[i]) >= 0 && testAndClearAccessed(list[i]);
        out[i >>> 6] |= (was ? 1L : 0) << i;
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      byte[] chunk = chunkOfPage(list[i]);
      int index = (int) list[i] & CHUNK_MASK;
      int entry = chunk[index];
      int was = presentAndAccessed(entry);
      chunk[index] = (byte) (entry ^ was << ACCESSED_SHIFT);
      out[i >>> 6] |= (long) was << i;
    }
  }

  @Override
  public void protNone(long firstPage, int words, long[] out) {
    check(firstPage, words);
    for (int w = 0; w < words; w++) {
      long page = firstPage + 64L * w;
      byte[] chunk = chunkOfPage(page);
      int index = (int) page & CHUNK_MASK;
      out[w] = gather(chunk, index, PROT_NONE_SHIFT) & ~gather(chunk, index, ABSENT_SHIFT);
    }
  }

  @Override
  public void flag(FolioFlag flag, long firstPage, int words, long[] out) {
    check(firstPage, words);
    long[] plane = flags[index(flag)];
    if (plane == null) {
      Arrays.fill(out, 0, words, 0);
    } else {
      System.arraycopy(plane, (int) (firstPage >>> 6), out, 0, words);
    }
  }

  @Override
  public void flag(FolioFlag flag, long[] list, int count, long[] out) {
    Arrays.fill(out, 0, (count + 63) >>> 6, 0);
    long[] plane = flags[index(flag)];
    if (plane != null) {
      for (int i = 0; i < count; i++) {
        out[i >>> 6] |= (plane[(int) (list[i] >>> 6)] >>> list[i] & 1) << i;
      }
    }
  }

  void setFlag(FolioFlag flag, long[] list, int count, long[] mask) {
    long[] plane = plane(flag);
    for (int first = 0; first < count; first += 64) {
      long bits = mask[first >>> 6] & (count - first < 64 ? (1L << (count - first)) - 1 : -1L);
      for (; bits != 0; bits &= bits - 1) {
        long page = list[first + Long.numberOfTrailingZeros(bits)];
        if (page >= pages) {
          throw new IllegalArgumentException("page " + page + " of " + pages);
        }
        plane[(int) (page >>> 6)] |= 1L << page;
      }
    }
  }

  /**
   * Tests one folio's flag.
   *
   * @param flag which
   * @param page its head page
   * @return whether it is set
   */
  public boolean flag(FolioFlag flag, long page) {
    long[] plane = flags[index(flag)];
    return plane != null && ((plane[(int) (page >>> 6)] >>> page) & 1) != 0;
  }

  long[] plane(FolioFlag flag) {
    long[] plane = flags[index(flag)];
    if (plane == null) {
      plane = newPlane();
      flags[index(flag)] = plane;
    }
    return plane;
  }

  @SuppressWarnings("EnumOrdinal") // An index in an array of this class's own.
  private static int index(FolioFlag flag) {
    return flag.ordinal();
  }

  long[] newPlane() {
    return new long[Math.toIntExact((pages + 63) >>> 6)];
  }

  void setFlag(FolioFlag flag, long firstPage, int words, long[] mask) {
    check(firstPage, words);
    long[] plane = plane(flag);
    int first = (int) (firstPage >>> 6);
    for (int w = 0; w < words; w++) {
      plane[first + w] |= mask[w] & exists(first + w);
    }
  }

  /** The pages of a word that are not beyond the end. */
  private long exists(int word) {
    long left = pages - 64L * word;
    return left >= 64 ? -1L : (1L << left) - 1;
  }

  /** Makes folios present that were not: plain entries without flags. */
  void populate(long firstPage, long endPage, int folioPages, int node) {
    for (long page = firstPage; page < endPage; page += folioPages) {
      chunks[(int) (page >>> CHUNK_SHIFT)][(int) page & CHUNK_MASK] = (byte) (node << NODE_SHIFT);
    }
  }

  /** Clears all flags of one folio. */
  void clearFlags(long page) {
    for (long[] plane : flags) {
      if (plane != null) {
        plane[(int) (page >>> 6)] &= ~(1L << page);
      }
    }
  }

  /** Clears a flag of one folio. */
  void clearFlag(FolioFlag flag, long page) {
    long[] plane = flags[index(flag)];
    if (plane != null) {
      plane[(int) (page >>> 6)] &= ~(1L << page);
    }
  }

  void clearFlag(FolioFlag flag, long firstPage, int words, long[] mask) {
    check(firstPage, words);
    long[] plane = flags[index(flag)];
    if (plane != null) {
      int first = (int) (firstPage >>> 6);
      for (int w = 0; w < words; w++) {
        plane[first + w] &= ~mask[w];
      }
    }
  }

  @Override
  public int nodeOf(long page) {
    int entry = chunkOfPage(page)[(int) page & CHUNK_MASK];
    return (entry & ABSENT) != 0 ? -1 : (entry & NODE_BITS) >> NODE_SHIFT;
  }

  @Override
  public int lastCpupid(long page) {
    int[][] fields = cpupids;
    return fields == null ? -1 : fields[(int) (page >>> CHUNK_SHIFT)][(int) page & CHUNK_MASK] - 1;
  }

  void setLastCpupid(long page, int value) {
    if (value < 0 || value == Integer.MAX_VALUE) {
      throw new IllegalArgumentException("last_cpupid of " + value);
    }
    int[][] fields = cpupids;
    if (fields == null) {
      fields = new int[chunks.length][];
      for (int i = 0; i < chunks.length; i++) {
        fields[i] = new int[chunks[i].length];
      }
      cpupids = fields;
    }
    fields[(int) (page >>> CHUNK_SHIFT)][(int) page & CHUNK_MASK] = value + 1;
  }
}
