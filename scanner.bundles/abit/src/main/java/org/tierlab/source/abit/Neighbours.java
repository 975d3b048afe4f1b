package org.tierlab.source.abit;

import java.util.HashMap;
import java.util.Map;

/** Accessed bits of words shared by two VMAs that were harvested with the other VMA's walk. */
final class Neighbours {
  private final Map<Key, Long> kept = new HashMap<>();

  private record Key(int mm, long page) {}

  /**
   * Adds what was kept for a VMA's part of a word, and keeps what belongs to others.
   *
   * @param mm the process
   * @param page first page of the word
   * @param harvested bits that were set now
   * @param inside the part of the VMA that is walked
   * @return bits of that part
   */
  long exchange(int mm, long page, long harvested, long inside) {
    Key key = new Key(mm, page);
    long all = harvested | kept.getOrDefault(key, 0L);
    if ((all & ~inside) == 0) {
      kept.remove(key);
    } else {
      kept.put(key, all & ~inside);
    }
    return all & inside;
  }

  void forget(int mm) {
    kept.keySet().removeIf(key -> key.mm() == mm);
  }
}
