package org.tierlab.policy.cache;

import java.util.Arrays;

/**
 * A queue of entries from which any can be taken out. Arrays in place of nodes: eight bytes an
 * entry, and nothing is allocated when one moves. Not thread-safe.
 */
final class EntryQueue {
  static final int NONE = -1;

  /** Greatest length of an array. */
  private static final long LONGEST = Integer.MAX_VALUE - 8L;

  private int[] next = new int[1024];
  private int[] previous = new int[1024];
  private int first = NONE;
  private int last = NONE;

  /** The entry that has been in the queue longest, {@link #NONE} if it is empty. */
  int first() {
    return first;
  }

  /** Appends an entry that is not in the queue. */
  void append(int entry) {
    if (entry >= next.length) {
      int length = Math.max(entry + 1, (int) Math.min(LONGEST, 2L * next.length));
      next = Arrays.copyOf(next, length);
      previous = Arrays.copyOf(previous, length);
    }
    next[entry] = NONE;
    previous[entry] = last;
    if (last == NONE) {
      first = entry;
    } else {
      next[last] = entry;
    }
    last = entry;
  }

  /** Takes out an entry that is in the queue. */
  void remove(int entry) {
    int after = next[entry];
    int before = previous[entry];
    if (before == NONE) {
      first = after;
    } else {
      next[before] = after;
    }
    if (after == NONE) {
      last = before;
    } else {
      previous[after] = before;
    }
  }
}
