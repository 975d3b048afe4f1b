package org.tierlab.policy.hotstore;

import java.nio.ByteBuffer;

/**
 * The hotness records of 128 MiB of an address space: one record, one ready bit and one note of who
 * caused it for each page, and a flag for each slow node that says that something may be ready
 * there.
 *
 * <p>The note is the laboratory's; the kernel forgets who reported.
 */
final class HotSection {
  /** Pages in a section: 128 MiB (published: SECTION_SIZE_BITS is 27 on x86-64). */
  static final int PAGES = 1 << 15;

  /** Words of a plane. */
  static final int WORDS = PAGES / 64;

  private final RecordFormat format;
  private final ByteBuffer records;
  private final byte[] causes = new byte[PAGES];
  private final long[] ready = new long[WORDS];
  private int hotNodes;

  HotSection(RecordFormat format) {
    this.format = format;
    records = ByteBuffer.allocate(PAGES * format.bytes());
  }

  long record(int page) {
    return switch (format.bytes()) {
      case 1 -> records.get(page) & 0xffL;
      case 4 -> records.getInt(4 * page) & 0xffff_ffffL;
      default -> records.getLong(8 * page);
    };
  }

  private void store(int page, long record) {
    switch (format.bytes()) {
      case 1 -> records.put(page, (byte) record);
      case 4 -> records.putInt(4 * page, (int) record);
      default -> records.putLong(8 * page, record);
    }
  }

  /**
   * Counts an access to a page.
   *
   * @param page its number in the section
   * @param node where it should go
   * @param nowMs when it was accessed
   * @param cause who reports
   * @param knobs window and threshold
   * @return whether the page is ready for promotion
   */
  boolean access(int page, int node, long nowMs, int cause, HotStoreKnobs knobs) {
    long record = format.accessed(record(page), node, nowMs, knobs.promoteFreqWindowMs());
    store(page, record);
    long bit = 1L << page;
    if ((ready[page >> 6] & bit) != 0) {
      return true;
    }
    if (format.frequency(record) < knobs.freqThreshold()) {
      return false;
    }
    ready[page >> 6] |= bit;
    causes[page] = (byte) cause;
    return true;
  }

  /** The ready bits of 64 pages. */
  long ready(int word) {
    return ready[word];
  }

  /** Where a page should go. */
  int target(int page, int fixed) {
    return format.node(record(page), fixed);
  }

  /** Time since the last access of a page, as far as its record can tell. */
  long latencyMs(int page, long nowMs) {
    return format.latencyMs(record(page), nowMs);
  }

  /** Who reported the access that made a page ready. */
  int cause(int page) {
    return causes[page] & 0xff;
  }

  /** Forgets a page. */
  void clear(int page) {
    store(page, 0);
    ready[page >> 6] &= ~(1L << page);
  }

  void setHot(int nodeBit) {
    hotNodes |= nodeBit;
  }

  /** Whether the section was hot for a node; not any longer. */
  boolean testAndClearHot(int nodeBit) {
    boolean was = (hotNodes & nodeBit) != 0;
    hotNodes &= ~nodeBit;
    return was;
  }
}
