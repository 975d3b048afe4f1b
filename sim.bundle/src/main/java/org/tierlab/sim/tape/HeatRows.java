package org.tierlab.sim.tape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tierlab.api.memory.Vma;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.recording.HeatMap;

/**
 * Which row of the heat map a page belongs to. Rows are ranges of 2<sup>shift</sup> pages, the same
 * length in every address space; when another process does not fit, they double. With more
 * processes than rows the last row is shared.
 */
final class HeatRows {
  private static final int SHARED_SHIFT = 63;

  private final int limit;
  private final List<AddressSpace> mms = new ArrayList<>();
  private int[] base = new int[8];
  private int[] shiftOf = new int[8];
  private int shift;
  private int size;
  private boolean shared;

  HeatRows(int limit) {
    this.limit = limit;
    Arrays.fill(base, -1);
  }

  int size() {
    return size;
  }

  /** Length of a row that no two processes share. */
  long pages() {
    return 1L << shift;
  }

  int of(int mm, long page) {
    return base[mm] + (int) (page >>> shiftOf[mm]);
  }

  int first(int mm) {
    return base[mm];
  }

  /** How many rows an address space has. */
  int count(AddressSpace mm) {
    return shiftOf[mm.id()] == SHARED_SHIFT ? 1 : count(mm.pages(), shift);
  }

  private static int count(long pages, int shift) {
    return (int) Math.max(1, (pages + (1L << shift) - 1) >>> shift);
  }

  /** Whether rows must double before another address space fits. */
  boolean mustDouble(long pages) {
    boolean canShrink = size > mms.size() || pages > 1L << shift;
    return !shared && mms.size() < limit && (long) size + longCount(pages) > limit && canShrink;
  }

  private long longCount(long pages) {
    return Math.max(1, (pages + (1L << shift) - 1) >>> shift);
  }

  /**
   * Doubles the length of every row.
   *
   * @return the new row of every old one
   */
  int[] doubled() {
    int[] map = new int[size];
    int next = 0;
    for (AddressSpace mm : mms) {
      int rows = count(mm);
      for (int i = 0; i < rows; i++) {
        map[base[mm.id()] + i] = next + (i >>> 1);
      }
      base[mm.id()] = next;
      shiftOf[mm.id()] = shift + 1;
      next += count(mm.pages(), shift + 1);
    }
    shift++;
    size = next;
    return map;
  }

  /** Gives rows to another address space. */
  void add(AddressSpace mm) {
    int id = mm.id();
    if (id >= base.length) {
      int old = base.length;
      base = Arrays.copyOf(base, Math.max(id + 1, 2 * old));
      Arrays.fill(base, old, base.length, -1);
      shiftOf = Arrays.copyOf(shiftOf, base.length);
    }
    if (size + longCount(mm.pages()) > limit) {
      shared = true;
      base[id] = size - 1;
      shiftOf[id] = SHARED_SHIFT;
      return;
    }
    base[id] = size;
    shiftOf[id] = shift;
    size += count(mm.pages(), shift);
    mms.add(mm);
  }

  /** What the rows stand for. */
  List<HeatMap.Row> describe() {
    List<HeatMap.Row> rows = new ArrayList<>();
    for (AddressSpace mm : mms) {
      int count = count(mm);
      for (int i = 0; i < count; i++) {
        long page = (long) i << shift;
        long pages = Math.min(1L << shift, mm.pages() - page);
        rows.add(new HeatMap.Row(mm.name(), page, Math.max(0, pages), address(mm, page)));
      }
    }
    if (shared) {
      HeatMap.Row last = rows.get(size - 1);
      rows.set(size - 1, new HeatMap.Row("others", last.firstPage(), last.pages(), last.address()));
    }
    return rows;
  }

  private static long address(AddressSpace mm, long page) {
    for (Vma vma : mm.vmas()) {
      if (page >= vma.firstPage() && page < vma.endPage()) {
        return vma.startAddress() + (page - vma.firstPage()) * 4096;
      }
    }
    return 0;
  }
}
