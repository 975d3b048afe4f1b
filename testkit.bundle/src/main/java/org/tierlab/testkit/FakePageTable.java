package org.tierlab.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.PageTable;
import org.tierlab.api.memory.PageTableWriter;

/** The page table of a {@link FakeMm}: one bit plane for every property. */
final class FakePageTable implements PageTable {
  private static final int NODES = 8;

  private int words;
  private final long[][] onNode = new long[NODES][0];
  private long[] accessed = new long[0];
  private long[] dirty = new long[0];
  private final Map<FolioFlag, long[]> flags = new EnumMap<>(FolioFlag.class);
  private final List<long[]> marks = new ArrayList<>();
  private int[] lastCpupid = new int[0];

  FakePageTable() {
    for (FolioFlag flag : FolioFlag.values()) {
      flags.put(flag, new long[0]);
    }
  }

  void grow(long pages) {
    words = Math.toIntExact((pages + 63) / 64);
    for (int node = 0; node < NODES; node++) {
      onNode[node] = Arrays.copyOf(onNode[node], words);
    }
    accessed = Arrays.copyOf(accessed, words);
    dirty = Arrays.copyOf(dirty, words);
    flags.replaceAll((flag, plane) -> Arrays.copyOf(plane, words));
    marks.replaceAll(plane -> Arrays.copyOf(plane, words));
    int before = lastCpupid.length;
    lastCpupid = Arrays.copyOf(lastCpupid, words * 64);
    Arrays.fill(lastCpupid, before, lastCpupid.length, -1);
  }

  PageTableWriter writer(int source) {
    while (marks.size() <= source) {
      marks.add(new long[words]);
    }
    return new Writer(source);
  }

  private static long bit(long page) {
    return 1L << (page & 63);
  }

  private static boolean test(long[] plane, long page) {
    return (plane[(int) (page >> 6)] & bit(page)) != 0;
  }

  private static void set(long[] plane, long page, boolean value) {
    if (value) {
      plane[(int) (page >> 6)] |= bit(page);
    } else {
      plane[(int) (page >> 6)] &= ~bit(page);
    }
  }

  private long presentWord(int word) {
    long present = 0;
    for (long[] plane : onNode) {
      present |= plane[word];
    }
    return present;
  }

  private int check(long firstPage, int count) {
    if (firstPage < 0 || firstPage % 64 != 0 || count < 0 || firstPage / 64 + count > words) {
      throw new IllegalArgumentException(
          "plane of " + count + " words from page " + firstPage + " in a table of " + words);
    }
    return (int) (firstPage / 64);
  }

  private void read(long[] plane, long firstPage, int count, long[] out) {
    System.arraycopy(plane, check(firstPage, count), out, 0, count);
  }

  boolean isPresent(long page) {
    return nodeOf(page) >= 0;
  }

  void place(long page, int node) {
    for (int i = 0; i < NODES; i++) {
      set(onNode[i], page, i == node);
    }
  }

  void remove(long page) {
    place(page, -1);
    set(accessed, page, false);
    set(dirty, page, false);
    flags.values().forEach(plane -> set(plane, page, false));
    marks.forEach(plane -> set(plane, page, false));
  }

  void setAccessed(long page) {
    set(accessed, page, true);
  }

  void setDirty(long page) {
    set(dirty, page, true);
  }

  boolean isAccessed(long page) {
    return test(accessed, page);
  }

  void clearAccessed(long page) {
    set(accessed, page, false);
  }

  boolean isFlagged(FolioFlag flag, long page) {
    return test(plane(flag), page);
  }

  void setFlag(FolioFlag flag, long page, boolean value) {
    set(plane(flag), page, value);
  }

  private long[] plane(FolioFlag flag) {
    long[] plane = flags.get(flag);
    if (plane == null) {
      throw new IllegalStateException("no plane for " + flag);
    }
    return plane;
  }

  boolean isMarked(int source, long page) {
    return source < marks.size() && test(marks.get(source), page);
  }

  void clearMark(int source, long page) {
    set(marks.get(source), page, false);
  }

  @Override
  public void present(long firstPage, int count, long[] out) {
    int from = check(firstPage, count);
    for (int i = 0; i < count; i++) {
      out[i] = presentWord(from + i);
    }
  }

  @Override
  public void onNodes(long firstPage, int count, int nodeMask, long[] out) {
    int from = check(firstPage, count);
    Arrays.fill(out, 0, count, 0);
    for (int node = 0; node < NODES; node++) {
      if ((nodeMask >> node & 1) != 0) {
        for (int i = 0; i < count; i++) {
          out[i] |= onNode[node][from + i];
        }
      }
    }
  }

  @Override
  public void accessed(long firstPage, int count, long[] out) {
    read(accessed, firstPage, count, out);
  }

  @Override
  public void dirty(long firstPage, int count, long[] out) {
    read(dirty, firstPage, count, out);
  }

  @Override
  public void protNone(long firstPage, int count, long[] out) {
    int from = check(firstPage, count);
    Arrays.fill(out, 0, count, 0);
    for (long[] plane : marks) {
      for (int i = 0; i < count; i++) {
        out[i] |= plane[from + i];
      }
    }
  }

  @Override
  public void flag(FolioFlag flag, long firstPage, int count, long[] out) {
    read(plane(flag), firstPage, count, out);
  }

  @Override
  public void present(long[] pages, int count, long[] out) {
    list(count, out, i -> isPresent(pages[i]));
  }

  @Override
  public void accessed(long[] pages, int count, long[] out) {
    list(count, out, i -> test(accessed, pages[i]));
  }

  @Override
  public void flag(FolioFlag flag, long[] pages, int count, long[] out) {
    list(count, out, i -> test(plane(flag), pages[i]));
  }

  private static void list(int count, long[] out, IntPredicate bit) {
    Arrays.fill(out, 0, (count + 63) / 64, 0);
    for (int i = 0; i < count; i++) {
      set(out, i, bit.test(i));
    }
  }

  @Override
  public int nodeOf(long page) {
    for (int node = 0; node < NODES; node++) {
      if (test(onNode[node], page)) {
        return node;
      }
    }
    return -1;
  }

  @Override
  public int lastCpupid(long page) {
    return lastCpupid[(int) page];
  }

  /** The table as one source may change it. */
  private final class Writer implements PageTableWriter {
    private final int source;

    Writer(int source) {
      this.source = source;
    }

    @Override
    public void testAndClearAccessed(long firstPage, int count, long[] out) {
      accessed(firstPage, count, out);
      int from = check(firstPage, count);
      Arrays.fill(accessed, from, from + count, 0);
    }

    @Override
    public boolean testAndClearAccessed(long page) {
      boolean was = isPresent(page) && test(accessed, page);
      if (was) {
        accessed[(int) (page >>> 6)] &= ~(1L << page);
      }
      return was;
    }

    @Override
    public void testAndClearAccessed(long[] pages, int count, long[] out) {
      list(count, out, i -> testAndClearAccessed(pages[i]));
    }

    @Override
    public void setFlag(FolioFlag flag, long[] pages, int count, long[] mask) {
      for (int i = 0; i < count; i++) {
        if (test(mask, i) && isPresent(pages[i])) {
          set(plane(flag), pages[i], true);
        }
      }
    }

    @Override
    public void setFlag(FolioFlag flag, long firstPage, int count, long[] mask) {
      int from = check(firstPage, count);
      for (int i = 0; i < count; i++) {
        plane(flag)[from + i] |= mask[i] & presentWord(from + i);
      }
    }

    @Override
    public void clearFlag(FolioFlag flag, long firstPage, int count, long[] mask) {
      int from = check(firstPage, count);
      for (int i = 0; i < count; i++) {
        plane(flag)[from + i] &= ~mask[i];
      }
    }

    @Override
    public int markProtNone(long firstPage, int count, long[] mask) {
      int from = check(firstPage, count);
      long[] plane = marks.get(source);
      int changed = 0;
      for (int i = 0; i < count; i++) {
        long fresh = mask[i] & presentWord(from + i) & ~plane[from + i];
        plane[from + i] |= fresh;
        changed += Long.bitCount(fresh);
      }
      return changed;
    }

    @Override
    public void setLastCpupid(long firstPage, int count, long[] mask, int value) {
      check(firstPage, count);
      for (int i = 0; i < count; i++) {
        for (long rest = mask[i]; rest != 0; rest &= rest - 1) {
          setLastCpupid(firstPage + 64L * i + Long.numberOfTrailingZeros(rest), value);
        }
      }
    }

    @Override
    public void setLastCpupid(long page, int value) {
      if (value < 0) {
        throw new IllegalArgumentException("last_cpupid " + value + " is negative");
      }
      lastCpupid[(int) page] = value;
    }

    @Override
    public void present(long firstPage, int count, long[] out) {
      FakePageTable.this.present(firstPage, count, out);
    }

    @Override
    public void onNodes(long firstPage, int count, int nodeMask, long[] out) {
      FakePageTable.this.onNodes(firstPage, count, nodeMask, out);
    }

    @Override
    public void accessed(long firstPage, int count, long[] out) {
      FakePageTable.this.accessed(firstPage, count, out);
    }

    @Override
    public void dirty(long firstPage, int count, long[] out) {
      FakePageTable.this.dirty(firstPage, count, out);
    }

    @Override
    public void protNone(long firstPage, int count, long[] out) {
      FakePageTable.this.protNone(firstPage, count, out);
    }

    @Override
    public void flag(FolioFlag flag, long firstPage, int count, long[] out) {
      FakePageTable.this.flag(flag, firstPage, count, out);
    }

    @Override
    public void present(long[] pages, int count, long[] out) {
      FakePageTable.this.present(pages, count, out);
    }

    @Override
    public void accessed(long[] pages, int count, long[] out) {
      FakePageTable.this.accessed(pages, count, out);
    }

    @Override
    public void flag(FolioFlag flag, long[] pages, int count, long[] out) {
      FakePageTable.this.flag(flag, pages, count, out);
    }

    @Override
    public int nodeOf(long page) {
      return FakePageTable.this.nodeOf(page);
    }

    @Override
    public int lastCpupid(long page) {
      return FakePageTable.this.lastCpupid(page);
    }
  }
}
