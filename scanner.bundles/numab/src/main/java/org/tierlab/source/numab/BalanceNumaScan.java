package org.tierlab.source.numab;

import java.util.List;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.PageTableWriter;
import org.tierlab.api.memory.Vma;

/**
 * The scan of balancenuma over one address space: the loop of its {@code task_numa_work()}.
 *
 * <p>A step goes on where the last one stopped and covers a number of bytes of mapped addresses,
 * whether anything in them changes or not. It ends at a 2 MiB boundary or with its mapping. After
 * the last mapping the sequence number grows and the next step begins at the start. Mappings that
 * cannot migrate and those below 2 MiB are passed over. Every present page is marked, whatever its
 * node.
 *
 * <p>Deviation: the patch loses its place if a step ends inside the very last mapping, and begins
 * anew. In a real process that mapping is the stack or smaller; here it may be the heap, so that
 * the place is kept.
 */
final class BalanceNumaScan {
  private static final long PAGE_BYTES = 4096;
  private static final long HPAGE_BYTES = 2L << 20;

  private final AddressSpaceView mm;
  private final PageTableWriter table;
  private final ProtNoneMarker.Choice everyPage;
  private long nextScanNs;
  private long nextResetNs;
  private long offset;
  private int sequence;

  BalanceNumaScan(AddressSpaceView mm, PageTableWriter table, int nodes) {
    this.mm = mm;
    this.table = table;
    everyPage = new ProtNoneMarker.Choice(nodes, 0, 0, ProtNoneMarker.DirtyFiles.MARKED);
  }

  PageTableWriter table() {
    return table;
  }

  int sequence() {
    return sequence;
  }

  /** Whether the period of the task that asks falls back to the minimum; sets the next time. */
  boolean resetDue(long nowNs, long intervalNs) {
    if (nowNs <= nextResetNs) {
      return false;
    }
    nextResetNs = nowNs + intervalNs;
    return true;
  }

  /** Whether the task that asks may mark; if so, nobody may for a period. */
  boolean claim(long nowNs, long periodNs) {
    if (nowNs < nextScanNs) {
      return false;
    }
    nextScanNs = nowNs + periodNs;
    return true;
  }

  /** Marks everything, as before incremental scanning; small mappings too. */
  void markAll(ProtNoneMarker marker) {
    for (Vma vma : mm.vmas()) {
      if (vma.migratable()) {
        marker.mark(mm, table, vma, vma.firstPage(), vma.endPage(), everyPage);
      }
    }
    sequence++;
  }

  /** Marks the next part of the address space. */
  void step(ProtNoneMarker marker, long bytes) {
    List<Vma> list = mm.vmas();
    int i = indexAt(list);
    if (i == list.size()) {
      wrap();
      i = 0;
    }
    long left = bytes;
    while (i < list.size() && left > 0) {
      Vma vma = list.get(i);
      if (vma.migratable() && vma.pages() * PAGE_BYTES >= HPAGE_BYTES) {
        offset = Math.max(offset, vma.startAddress());
        long end = Math.min(offset + left + HPAGE_BYTES - 1 & -HPAGE_BYTES, endAddress(vma));
        left -= end - offset;
        marker.mark(mm, table, vma, page(vma, offset), page(vma, end), everyPage);
        offset = end;
      }
      if (offset >= endAddress(vma) || left > 0) {
        i++;
      }
    }
    if (i == list.size()) {
      wrap();
    }
  }

  private void wrap() {
    sequence++;
    offset = 0;
  }

  private int indexAt(List<Vma> list) {
    int i = 0;
    while (i < list.size() && endAddress(list.get(i)) <= offset) {
      i++;
    }
    return i;
  }

  private static long page(Vma vma, long address) {
    return vma.firstPage() + (address - vma.startAddress()) / PAGE_BYTES;
  }

  private static long endAddress(Vma vma) {
    return vma.startAddress() + vma.pages() * PAGE_BYTES;
  }
}
