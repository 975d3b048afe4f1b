package org.tierlab.policy.promoteonaccess;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which pages are on a list: bitmaps of 65,536 pages, made where there is one. */
final class QueuedPages {
  private static final int CHUNK_SHIFT = 16;
  private static final int CHUNK_WORDS = 1 << (CHUNK_SHIFT - 6);

  private final Map<Key, long[]> chunks = new HashMap<>();

  private long @Nullable [] lastChunk;
  private int lastMm;
  private long lastNumber;

  private record Key(int mm, long chunk) {}

  /**
   * Adds pages of one word.
   *
   * @param mm the process
   * @param base first page of the word
   * @param mask which pages
   * @return those that were not there before
   */
  long add(int mm, long base, long mask) {
    long[] chunk = find(mm, base >>> CHUNK_SHIFT);
    if (chunk == null) {
      chunk = new long[CHUNK_WORDS];
      chunks.put(new Key(mm, base >>> CHUNK_SHIFT), chunk);
      lastChunk = null;
    }
    int word = (int) (base >>> 6) & (CHUNK_WORDS - 1);
    long fresh = mask & ~chunk[word];
    chunk[word] |= mask;
    return fresh;
  }

  /** Removes pages of one word. */
  void remove(int mm, long base, long mask) {
    long[] chunk = find(mm, base >>> CHUNK_SHIFT);
    if (chunk != null) {
      chunk[(int) (base >>> 6) & (CHUNK_WORDS - 1)] &= ~mask;
    }
  }

  private long @Nullable [] find(int mm, long number) {
    if (lastChunk == null || lastMm != mm || lastNumber != number) {
      lastChunk = chunks.get(new Key(mm, number));
      lastMm = mm;
      lastNumber = number;
    }
    return lastChunk;
  }

  void clear() {
    chunks.clear();
    lastChunk = null;
  }

  /**
   * The pages of a word that lie in a range.
   *
   * @param base the word's first page
   * @param first first page of the range
   * @param end page after its last
   * @return one bit a page
   */
  static long inside(long base, long first, long end) {
    long inside = -1L;
    if (base < first) {
      inside = first - base >= 64 ? 0 : inside << (first - base);
    }
    if (base + 64 > end) {
      inside = base >= end ? 0 : inside & (-1L >>> (base + 64 - end));
    }
    return inside;
  }
}
