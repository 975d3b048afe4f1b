package org.tierlab.policy.cache;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** LRU as a map in order of access, CLOCK as a ring of slots with a hand: to compare with. */
final class HandWrittenCaches {
  private final Map<Integer, Boolean> lru;
  private final int[] ring;
  private final boolean[] referenced;
  private int hand;
  private long lruMisses;
  private long clockMisses;

  HandWrittenCaches(int capacity) {
    lru =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
            return size() > capacity;
          }
        };
    ring = new int[capacity];
    Arrays.fill(ring, -1);
    referenced = new boolean[capacity];
  }

  void access(int page) {
    if (lru.get(page) == null) {
      lruMisses++;
      lru.put(page, true);
    }
    for (int slot = 0; slot < ring.length; slot++) {
      if (ring[slot] == page) {
        referenced[slot] = true;
        return;
      }
    }
    clockMisses++;
    while (referenced[hand]) {
      referenced[hand] = false;
      hand = (hand + 1) % ring.length;
    }
    ring[hand] = page;
    hand = (hand + 1) % ring.length;
  }

  long lruMisses() {
    return lruMisses;
  }

  long clockMisses() {
    return clockMisses;
  }
}
