package org.tierlab.sim.memory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who planted which PROT_NONE mark: one bit plane per source and mm. An entry is PROT_NONE as long
 * as any source's bit is set.
 */
public final class SourceMarks {
  private final List<long @Nullable []> planes = new ArrayList<>();

  /** Makes marks of one source, none planted. */
  public SourceMarks() {}

  long[] plane(AddressSpace mm) {
    while (planes.size() <= mm.id()) {
      planes.add(null);
    }
    long[] plane = planes.get(mm.id());
    if (plane == null) {
      plane = mm.store().newPlane();
      planes.set(mm.id(), plane);
    }
    return plane;
  }

  private long @Nullable [] find(AddressSpace mm) {
    return mm.id() < planes.size() ? planes.get(mm.id()) : null;
  }

  /**
   * Whether this source has marked a folio.
   *
   * @param mm its address space
   * @param page its head page
   * @return true if its bit is set
   */
  public boolean marked(AddressSpace mm, long page) {
    long[] plane = find(mm);
    return plane != null && ((plane[(int) (page >>> 6)] >>> page) & 1) != 0;
  }

  /**
   * Clears this source's mark of one folio; the entry is the caller's to restore.
   *
   * @param mm its address space
   * @param page its head page
   * @return true if its bit was set
   */
  public boolean testAndClear(AddressSpace mm, long page) {
    long[] plane = find(mm);
    int word = (int) (page >>> 6);
    long bit = 1L << page;
    if (plane == null || (plane[word] & bit) == 0) {
      return false;
    }
    plane[word] ^= bit;
    return true;
  }

  /**
   * Drops what is kept of an mm whose process has exited.
   *
   * @param mm an address space without present pages
   */
  public void forget(AddressSpace mm) {
    if (mm.id() < planes.size()) {
      planes.set(mm.id(), null);
    }
  }

  /**
   * How many address spaces there are of which marks are kept.
   *
   * @return none of them has exited
   */
  public int addressSpaces() {
    int kept = 0;
    for (long[] plane : planes) {
      kept += plane == null ? 0 : 1;
    }
    return kept;
  }

  /**
   * Clears all marks of this source in an mm and restores the entries that no other source holds.
   *
   * @param mm the address space
   * @param others marks of the sources that stay
   */
  public void clearAll(AddressSpace mm, Iterable<SourceMarks> others) {
    long[] plane = find(mm);
    forget(mm);
    if (plane == null || mm.exited()) {
      return;
    }
    PageStore store = mm.store();
    for (int w = 0; w < plane.length; w++) {
      for (long bits = plane[w]; bits != 0; bits &= bits - 1) {
        long page = 64L * w + Long.numberOfTrailingZeros(bits);
        if (!markedByAny(others, mm, page)) {
          int entry = store.entry(page);
          if ((entry & PageStore.ABSENT) == 0) {
            store.setEntry(page, entry & ~PageStore.PROT_NONE);
          }
        }
      }
    }
  }

  /**
   * Whether any of several sources has marked a folio.
   *
   * @param marks theirs
   * @param mm its address space
   * @param page its head page
   * @return true if a bit is set
   */
  public static boolean markedByAny(Iterable<SourceMarks> marks, AddressSpace mm, long page) {
    for (SourceMarks one : marks) {
      if (one.marked(mm, page)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Marks entries.
   *
   * @param mm the address space
   * @param firstPage multiple of 64
   * @param words number of words
   * @param mask where
   * @return entries that changed; none of a process that has exited
   */
  public int mark(AddressSpace mm, long firstPage, int words, long[] mask) {
    if (mm.exited()) {
      return 0;
    }
    long[] plane = plane(mm);
    PageStore store = mm.store();
    int first = (int) (firstPage >>> 6);
    int changed = 0;
    for (int w = 0; w < words; w++) {
      long more = mask[w] & ~plane[first + w];
      if (more != 0) {
        long marked = store.mark(firstPage + 64L * w, more);
        plane[first + w] |= marked;
        changed += Long.bitCount(marked);
      }
    }
    return changed;
  }

  /**
   * The entry without PROT_NONE, once its marks are cleared.
   *
   * @param mm the address space
   * @param page its head page
   */
  public static void restore(AddressSpace mm, long page) {
    PageStore store = mm.store();
    store.setEntry(page, store.entry(page) & ~PageStore.PROT_NONE);
  }
}
