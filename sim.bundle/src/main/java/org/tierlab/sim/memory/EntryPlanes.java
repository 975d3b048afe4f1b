package org.tierlab.sim.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Planes of bits out of the bytes of page-table entries, 64 of them at a time. */
final class EntryPlanes {
  /** Eight entries of a byte array. */
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The lowest bit of each of eight entries. */
  private static final long LOW_BITS = 0x0101010101010101L;

  private static final long ACCESSED_BITS = LOW_BITS * PageStore.ACCESSED;
  private static final long NODE_AND_ABSENT = PageStore.NODE_BITS | PageStore.ABSENT;

  private static final long GATHER = 0x0102040810204080L;

  private EntryPlanes() {}

  /** The bit of every entry of a word, given the word's first page. Words are often of one kind. */
  static long gather(byte[] chunk, int index, int bit) {
    long any = 0;
    long all = -1;
    for (int i = 0; i < 8; i++) {
      long bytes = (long) LONGS.get(chunk, index + 8 * i);
      any |= bytes;
      all &= bytes;
    }
    if ((any & LOW_BITS << bit) == 0) {
      return 0;
    }
    if ((~all & LOW_BITS << bit) == 0) {
      return -1;
    }
    return collect(chunk, index, bit);
  }

  private static long collect(byte[] chunk, int index, int bit) {
    long plane = 0;
    for (int i = 0; i < 8; i++) {
      long bytes = (long) LONGS.get(chunk, index + 8 * i);
      plane |= ((((bytes >>> bit) & LOW_BITS) * GATHER) >>> 56) << (8 * i);
    }
    return plane;
  }

  /** Clears the accessed bits of a word; returns which of its present entries had theirs set. */
  static long testAndClearAccessed(byte[] chunk, int index) {
    long any = 0;
    long all = -1;
    for (int i = 0; i < 8; i++) {
      long bytes = (long) LONGS.get(chunk, index + 8 * i);
      any |= bytes;
      all &= bytes;
    }
    if ((any & ACCESSED_BITS) == 0) {
      return 0;
    }
    long plane = -1;
    if ((~all & ACCESSED_BITS) != 0) {
      plane = collect(chunk, index, PageStore.ACCESSED_SHIFT);
    }
    if ((any & LOW_BITS << PageStore.ABSENT_SHIFT) != 0) {
      plane &= ~collect(chunk, index, PageStore.ABSENT_SHIFT);
    }
    for (int i = 0; i < 8; i++) {
      long bytes = (long) LONGS.get(chunk, index + 8 * i);
      LONGS.set(chunk, index + 8 * i, bytes & ~ACCESSED_BITS);
    }
    return plane;
  }

  /** Sets accessed and dirty bits of a word. */
  static void drawn(byte[] chunk, int index, long accessed, long dirty) {
    if (accessed == -1 && dirty == 0) {
      for (int i = 0; i < 8; i++) {
        LONGS.set(chunk, index + 8 * i, (long) LONGS.get(chunk, index + 8 * i) | ACCESSED_BITS);
      }
      return;
    }
    for (int i = 0; i < 8; i++) {
      long set =
          spread(accessed >>> (8 * i)) << PageStore.ACCESSED_SHIFT | spread(dirty >>> (8 * i));
      LONGS.set(chunk, index + 8 * i, (long) LONGS.get(chunk, index + 8 * i) | set);
    }
  }

  /** The lowest eight bits, each the lowest of a byte. */
  private static long spread(long bits) {
    long one = ((bits & 0xFF) * LOW_BITS) & 0x8040201008040201L;
    return ((one + 0x7F7F7F7F7F7F7F7FL) >>> 7) & LOW_BITS;
  }

  /** Of a word, present entries whose folio is on one of the given nodes. */
  static long onNodes(byte[] chunk, int index, int nodeMask) {
    long any = 0;
    long all = -1;
    for (int i = 0; i < 8; i++) {
      long bytes = (long) LONGS.get(chunk, index + 8 * i);
      any |= bytes;
      all &= bytes;
    }
    if (((any ^ all) & LOW_BITS * NODE_AND_ABSENT) == 0
        && ((any ^ any >>> 8) & (LOW_BITS >>> 8) * NODE_AND_ABSENT) == 0) {
      boolean there = (any & PageStore.ABSENT) == 0;
      return there && (nodeMask >>> node((int) any) & 1) != 0 ? -1 : 0;
    }
    long present = ~gather(chunk, index, PageStore.ABSENT_SHIFT);
    return present == 0 ? 0 : present & matching(chunk, index, nodeMask);
  }

  private static int node(int entry) {
    return (entry & PageStore.NODE_BITS) >> PageStore.NODE_SHIFT;
  }

  private static long matching(byte[] chunk, int index, int nodeMask) {
    long bit0 = gather(chunk, index, PageStore.NODE_SHIFT);
    long bit1 = gather(chunk, index, PageStore.NODE_SHIFT + 1);
    long bit2 = gather(chunk, index, PageStore.NODE_SHIFT + 2);
    long found = 0;
    for (int node = 0; node < 8; node++) {
      if (((nodeMask >>> node) & 1) != 0) {
        found |=
            ((node & 1) == 0 ? ~bit0 : bit0)
                & ((node & 2) == 0 ? ~bit1 : bit1)
                & ((node & 4) == 0 ? ~bit2 : bit2);
      }
    }
    return found;
  }
}
