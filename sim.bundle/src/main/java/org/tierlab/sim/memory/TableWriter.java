package org.tierlab.sim.memory;

import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.PageTableWriter;

/** A source's view of one page table: it may change it as long as the source is attached. */
public final class TableWriter implements PageTableWriter {
  private final AddressSpace mm;
  private final SourceMarks marks;
  private final Runnable check;

  /**
   * Makes a view.
   *
   * @param mm the address space
   * @param marks the source's marks
   * @param check throws if the source is no longer attached
   */
  public TableWriter(AddressSpace mm, SourceMarks marks, Runnable check) {
    this.mm = mm;
    this.marks = marks;
    this.check = check;
  }

  private PageStore store() {
    check.run();
    return mm.store();
  }

  @Override
  public void present(long firstPage, int words, long[] out) {
    store().present(firstPage, words, out);
  }

  @Override
  public void onNodes(long firstPage, int words, int nodeMask, long[] out) {
    store().onNodes(firstPage, words, nodeMask, out);
  }

  @Override
  public void accessed(long firstPage, int words, long[] out) {
    store().accessed(firstPage, words, out);
  }

  @Override
  public void dirty(long firstPage, int words, long[] out) {
    store().dirty(firstPage, words, out);
  }

  @Override
  public void protNone(long firstPage, int words, long[] out) {
    store().protNone(firstPage, words, out);
  }

  @Override
  public void flag(FolioFlag flag, long firstPage, int words, long[] out) {
    store().flag(flag, firstPage, words, out);
  }

  @Override
  public void present(long[] pages, int count, long[] out) {
    store().present(pages, count, out);
  }

  @Override
  public void accessed(long[] pages, int count, long[] out) {
    store().accessed(pages, count, out);
  }

  @Override
  public void flag(FolioFlag flag, long[] pages, int count, long[] out) {
    store().flag(flag, pages, count, out);
  }

  @Override
  public int nodeOf(long page) {
    return store().nodeOf(page);
  }

  @Override
  public int lastCpupid(long page) {
    return store().lastCpupid(page);
  }

  @Override
  public void testAndClearAccessed(long firstPage, int words, long[] out) {
    store().testAndClearAccessed(firstPage, words, out);
  }

  @Override
  public boolean testAndClearAccessed(long page) {
    return store().testAndClearAccessed(page);
  }

  @Override
  public void setFlag(FolioFlag flag, long firstPage, int words, long[] mask) {
    refuseLruFlags(flag);
    store().setFlag(flag, firstPage, words, mask);
  }

  @Override
  public void clearFlag(FolioFlag flag, long firstPage, int words, long[] mask) {
    refuseLruFlags(flag);
    store().clearFlag(flag, firstPage, words, mask);
  }

  @Override
  public void testAndClearAccessed(long[] pages, int count, long[] out) {
    store().testAndClearAccessed(pages, count, out);
  }

  @Override
  public void setFlag(FolioFlag flag, long[] pages, int count, long[] mask) {
    refuseLruFlags(flag);
    store().setFlag(flag, pages, count, mask);
  }

  private static void refuseLruFlags(FolioFlag flag) {
    if (flag == FolioFlag.ACTIVE) {
      throw new IllegalArgumentException("sources do not move folios between LRU lists");
    }
  }

  @Override
  public int markProtNone(long firstPage, int words, long[] mask) {
    store().check(firstPage, words);
    return marks.mark(mm, firstPage, words, mask);
  }

  @Override
  public void setLastCpupid(long firstPage, int words, long[] mask, int value) {
    PageStore store = store();
    store.check(firstPage, words);
    for (int w = 0; w < words; w++) {
      for (long bits = mask[w]; bits != 0; bits &= bits - 1) {
        store.setLastCpupid(firstPage + 64L * w + Long.numberOfTrailingZeros(bits), value);
      }
    }
  }

  @Override
  public void setLastCpupid(long page, int value) {
    store().setLastCpupid(page, value);
  }
}
