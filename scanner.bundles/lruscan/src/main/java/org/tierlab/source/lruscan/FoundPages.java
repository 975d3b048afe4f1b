package org.tierlab.source.lruscan;

import java.util.Arrays;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.memory.AddressSpaceView;

/** Accessed pages of one mm as runs, until they are reported: klruscand's {@code pfn_batch}. */
final class FoundPages {
  private int size;
  private long pages;
  private long[] first = new long[256];
  private long[] end = new long[256];
  private long[] fromNs = new long[256];

  void clear() {
    size = 0;
    pages = 0;
  }

  /**
   * Appends the folios whose head pages have their bit set in one word.
   *
   * @param basePage first page of the word
   * @param heads the bits
   * @param folioPages pages of each folio
   * @param sinceNs since when they can have been accessed
   */
  void addHeads(long basePage, long heads, int folioPages, long sinceNs) {
    for (long rest = heads; rest != 0; rest &= rest - 1) {
      long head = basePage + Long.numberOfTrailingZeros(rest);
      add(head, head + folioPages, sinceNs);
    }
  }

  private void add(long firstPage, long endPage, long sinceNs) {
    pages += endPage - firstPage;
    if (size > 0 && end[size - 1] == firstPage && fromNs[size - 1] == sinceNs) {
      end[size - 1] = endPage;
      return;
    }
    if (size == first.length) {
      first = Arrays.copyOf(first, 2 * size);
      end = Arrays.copyOf(end, 2 * size);
      fromNs = Arrays.copyOf(fromNs, 2 * size);
    }
    first[size] = firstPage;
    end[size] = endPage;
    fromNs[size++] = sinceNs;
  }

  /** Pages collected. */
  long pages() {
    return pages;
  }

  /** Moves everything into events whose interval ends now. */
  void drainTo(HotnessEvents events, AddressSpaceView mm, long nowNs) {
    events.clear();
    for (int i = 0; i < size; i++) {
      events.add(
          mm,
          first[i],
          end[i] - first[i],
          1,
          HotnessEvents.UNKNOWN,
          HotnessEvents.UNKNOWN,
          HotnessEvents.UNKNOWN,
          fromNs[i],
          nowNs);
    }
    clear();
  }
}
