package org.tierlab.sim.bound;

import java.util.Arrays;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;

/** Accesses of one task in one epoch, by folio. Reused for all tasks of an address space. */
final class PageCounts {
  private final AddressSpaceView mm;
  private final int[] counts;
  private final boolean large;
  private int[] touched = new int[1024];
  private int size;

  /** Makes counts of zero for an address space of at most 2³⁰ pages. */
  PageCounts(AddressSpaceView mm) {
    this.mm = mm;
    counts = new int[(int) mm.pages()];
    large = mm.vmas().stream().anyMatch(vma -> vma.order() > 0);
  }

  /** Counts an access. */
  void count(int page) {
    if (counts[page]++ == 0) {
      if (size == touched.length) {
        touched = Arrays.copyOf(touched, 2 * size);
      }
      touched[size++] = page;
    }
  }

  /** Is handed a folio. */
  interface FolioSink {
    void folio(int head, int order, int accesses);
  }

  /** Hands out every folio that was accessed, in order of its first access, and begins anew. */
  void drain(FolioSink sink) {
    if (large) {
      gather();
    }
    for (int i = 0; i < size; i++) {
      int page = touched[i];
      int order = large ? mm.vmaOf(page).order() : 0;
      sink.folio(page, order, counts[page]);
      counts[page] = 0;
    }
    size = 0;
  }

  /** Moves the counts of tail pages to their heads. */
  private void gather() {
    int kept = 0;
    int all = size;
    for (int i = 0; i < all; i++) {
      int page = touched[i];
      Vma vma = mm.vmaOf(page);
      int head = page & -vma.folioPages();
      if (head == page) {
        touched[kept++] = page;
        continue;
      }
      int accesses = counts[page];
      counts[page] = 0;
      if (counts[head] == 0) {
        touched[kept++] = head;
      }
      counts[head] += accesses;
    }
    size = kept;
  }
}
