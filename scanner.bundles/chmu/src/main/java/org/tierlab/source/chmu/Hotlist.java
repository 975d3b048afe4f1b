package org.tierlab.source.chmu;

/**
 * The hotlist: a ring buffer in the device's registers that the device appends to and the host
 * reads. What is appended to a full one is lost.
 */
final class Hotlist {
  private final long[] units;
  private final int[] counts;
  private final long[] fromNs;
  private final long[] toNs;
  private int head;
  private int size;
  private long overflows;

  Hotlist(int entries) {
    units = new long[entries];
    counts = new int[entries];
    fromNs = new long[entries];
    toNs = new long[entries];
  }

  void append(long unit, int count, long from, long to) {
    if (size == units.length) {
      overflows++;
      return;
    }
    int tail = (head + size++) % units.length;
    units[tail] = unit;
    counts[tail] = count;
    fromNs[tail] = from;
    toNs[tail] = to;
  }

  int size() {
    return size;
  }

  long unit() {
    return units[head];
  }

  int count() {
    return counts[head];
  }

  long fromNs() {
    return fromNs[head];
  }

  long toNs() {
    return toNs[head];
  }

  /** Takes the oldest entry off. */
  void advance() {
    head = (head + 1) % units.length;
    size--;
  }

  /** Entries that found no room, since the last call. */
  long takeOverflows() {
    long taken = overflows;
    overflows = 0;
    return taken;
  }
}
