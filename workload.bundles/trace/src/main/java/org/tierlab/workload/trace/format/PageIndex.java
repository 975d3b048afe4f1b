package org.tierlab.workload.trace.format;

import java.util.Arrays;

/**
 * Numbers 64-bit keys in the order of their first appearance: open addressing with linear probing,
 * at most half full, about 16 bytes a key.
 */
final class PageIndex {
  /** Greatest number of keys: 2 TiB of 4 KiB pages. */
  static final int MAX_KEYS = 1 << 29;

  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private int[] slots = new int[1 << 12];
  private int shift = 64 - 12;
  private long[] keys = new long[1 << 11];
  private int size;

  /** The number of a key, a new one if it was not seen before. */
  int idOf(long key) {
    int mask = slots.length - 1;
    int slot = (int) ((key * GOLDEN_RATIO) >>> shift);
    int entry;
    while ((entry = slots[slot]) != 0) {
      if (keys[entry - 1] == key) {
        return entry - 1;
      }
      slot = (slot + 1) & mask;
    }
    return add(key, slot);
  }

  private int add(long key, int slot) {
    if (size == MAX_KEYS) {
      throw new IllegalStateException("more than " + MAX_KEYS + " distinct pages");
    }
    keys[size++] = key;
    slots[slot] = size;
    if (size == keys.length) {
      grow();
    }
    return size - 1;
  }

  private void grow() {
    keys = Arrays.copyOf(keys, keys.length * 2);
    slots = new int[slots.length * 2];
    shift--;
    int mask = slots.length - 1;
    for (int id = 0; id < size; id++) {
      int slot = (int) ((keys[id] * GOLDEN_RATIO) >>> shift);
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = id + 1;
    }
  }

  int size() {
    return size;
  }

  /** The keys by their number. */
  long[] keys() {
    return Arrays.copyOf(keys, size);
  }
}
