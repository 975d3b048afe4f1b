package org.tierlab.policy.cache;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.memory.AddressSpaceView;

/** Numbers the folios of all address spaces from 0: that of the head page, after those before. */
final class FolioNumbers {
  private final List<AddressSpaceView> mms = new ArrayList<>();
  private final List<Integer> firsts = new ArrayList<>();
  private @Nullable AddressSpaceView last;
  private int firstOfLast;
  private long end;

  /** The address spaces known, in order. */
  List<AddressSpaceView> mms() {
    return mms;
  }

  int of(AddressSpaceView mm, long page) {
    if (mm != last) {
      last = mm;
      firstOfLast = firstOf(mm);
    }
    return firstOfLast + (int) page;
  }

  private int firstOf(AddressSpaceView mm) {
    for (int i = 0; i < mms.size(); i++) {
      if (mms.get(i) == mm) {
        return firsts.get(i);
      }
    }
    if (end + mm.pages() > Integer.MAX_VALUE - 8L) {
      throw new IllegalStateException("more pages than the " + Integer.MAX_VALUE + " of a cache");
    }
    mms.add(mm);
    firsts.add((int) end);
    end += mm.pages();
    return firsts.get(mms.size() - 1);
  }

  AddressSpaceView mm(int entry) {
    return mms.get(index(entry));
  }

  long page(int entry) {
    return entry - (long) firsts.get(index(entry));
  }

  private int index(int entry) {
    int index = mms.size() - 1;
    while (firsts.get(index) > entry) {
      index--;
    }
    return index;
  }
}
