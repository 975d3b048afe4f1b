package org.tierlab.source.chmu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.memory.AddressSpaceView;

/**
 * Device physical addresses. The simulator has no page frames: a device's pages are those of the
 * address spaces one after another, in the order in which the device meets them, each from the
 * start of a part of 256 MiB. A page keeps its address whatever node it is on.
 */
final class DeviceAddresses {
  /** Pages that one bit of the range bitmap stands for: 256 MiB. */
  static final long PART_PAGES = 65_536;

  private static final long UNKNOWN = -1;

  private long[] baseOfMm = new long[8];
  private AddressSpaceView[] mms = new AddressSpaceView[8];
  private long[] bases = new long[8];
  private int known;
  private long end;

  DeviceAddresses() {
    Arrays.fill(baseOfMm, UNKNOWN);
  }

  /**
   * The device page of an address space's page 0.
   *
   * @param mm an address space
   * @return the same on every call
   */
  long baseOf(AddressSpaceView mm) {
    int id = mm.id();
    if (id >= baseOfMm.length) {
      int length = baseOfMm.length;
      baseOfMm = Arrays.copyOf(baseOfMm, Math.max(id + 1, 2 * length));
      Arrays.fill(baseOfMm, length, baseOfMm.length, UNKNOWN);
    }
    if (baseOfMm[id] == UNKNOWN) {
      add(mm);
    }
    return baseOfMm[id];
  }

  private void add(AddressSpaceView mm) {
    if (known == mms.length) {
      mms = Arrays.copyOf(mms, 2 * known);
      bases = Arrays.copyOf(bases, 2 * known);
    }
    mms[known] = mm;
    bases[known++] = end;
    baseOfMm[mm.id()] = end;
    end += (Math.max(1, mm.pages()) + PART_PAGES - 1) / PART_PAGES * PART_PAGES;
  }

  /**
   * Whose page a device page is.
   *
   * @param devicePage a device page
   * @return null if nobody's
   */
  @Nullable AddressSpaceView mmOf(long devicePage) {
    int index = Arrays.binarySearch(bases, 0, known, devicePage);
    int at = index >= 0 ? index : -index - 2;
    return at < 0 || devicePage - bases[at] >= mms[at].pages() ? null : mms[at];
  }
}
