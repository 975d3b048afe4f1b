package org.tierlab.source.damon;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;

/**
 * Which pages lie at the addresses that a target watches: mapped stretches in order of addresses.
 */
final class AddressMap {
  private int size;
  private long[] start = new long[8];
  private long[] end = new long[8];
  private Vma[] vmas = new Vma[8];
  private final List<AddressSpaceView> mms = new ArrayList<>();
  private int found;

  /** Appends a mapping whose first page has an address above all others. */
  void add(AddressSpaceView mm, Vma vma, long address) {
    if (size == start.length) {
      start = Arrays.copyOf(start, 2 * size);
      end = Arrays.copyOf(end, 2 * size);
      vmas = Arrays.copyOf(vmas, 2 * size);
    }
    start[size] = address;
    end[size] = address + vma.pages();
    vmas[size++] = vma;
    mms.add(mm);
  }

  int size() {
    return size;
  }

  AddressSpaceView mm(int i) {
    return mms.get(i);
  }

  /** The stretch that an address lies in; −1 for a gap. */
  int find(long address) {
    if (found < size && covers(found, address)) {
      return found;
    }
    int i = firstEndingAfter(address);
    if (i == size || start[i] > address) {
      return -1;
    }
    found = i;
    return i;
  }

  /** The first stretch that ends behind an address. */
  int firstEndingAfter(long address) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (end[middle] <= address) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The head page of the folio at an address of a stretch. */
  long headPage(int i, long address) {
    return pageAt(i, address) & -(long) vmas[i].folioPages();
  }

  /** Whether an address lies in a stretch. */
  boolean covers(int i, long address) {
    return start[i] <= address && address < end[i];
  }

  /** The dense page number at an address, cut to the stretch. */
  long pageAt(int i, long address) {
    long inside = Math.max(start[i], Math.min(end[i], address));
    return vmas[i].firstPage() + inside - start[i];
  }

  /** The address of a dense page number, cut to the stretch. */
  long addressOf(int i, long page) {
    long address = start[i] + page - vmas[i].firstPage();
    return Math.max(start[i], Math.min(end[i], address));
  }

  boolean startsBefore(int i, long address) {
    return start[i] < address;
  }
}
