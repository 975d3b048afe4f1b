package org.tierlab.policy.hotstore;

/**
 * What the hotness record of a page can hold, and how it changes with an access. Times are ticks of
 * 1 ms (HZ = 1000), cut down to the bits that the record has for them; differences wrap around, so
 * that an old access can look recent.
 *
 * <p>After {@code mm/pghot-default.c} and {@code mm/pghot-precise.c} of the pghot series (v5, v6),
 * and the one-word record of its v3. The ready bit of a record stands in a plane of its own ({@link
 * HotSection}), the rest here: from the lowest bit node, frequency, time.
 */
public enum RecordFormat {
  /**
   * One byte: 2 bits of frequency and 5 bits of time in steps of 128 ms, ready bit. Times wrap
   * after 4096 ms and never differ by more than 3968 ms.
   */
  DEFAULT(1, 0, 2, 5, 7),
  /** Four bytes: 10 bits of node, 3 of frequency and 14 of time (16.4 s) in steps of 1 ms. */
  PRECISE(4, 10, 3, 14, 0),
  /** Eight bytes, as in v3: 10 bits of node, 3 of frequency and 19 of time (524 s). */
  V3(8, 10, 3, 19, 0);

  private final int bytes;
  private final int nodeBits;
  private final int frequencyBits;
  private final int timeBits;
  private final int tickShift;

  RecordFormat(int bytes, int nodeBits, int frequencyBits, int timeBits, int tickShift) {
    this.bytes = bytes;
    this.nodeBits = nodeBits;
    this.frequencyBits = frequencyBits;
    this.timeBits = timeBits;
    this.tickShift = tickShift;
  }

  /** Bytes of a record, the ready bit included. */
  int bytes() {
    return bytes;
  }

  /** The greatest frequency that a record can count to. */
  int maxFrequency() {
    return (1 << frequencyBits) - 1;
  }

  /**
   * The record after an access.
   *
   * @param record as it was; 0 for a page that was never seen
   * @param node where the page should go
   * @param nowMs when it was accessed
   * @param windowMs the frequency window
   * @return the record with frequency, time and node brought up to date
   */
  long accessed(long record, int node, long nowMs, long windowMs) {
    int frequency = 1;
    if (latencyMs(record, nowMs) <= windowMs) {
      frequency = Math.min(frequency(record) + 1, maxFrequency());
    }
    long time = nowMs >> tickShift & mask(timeBits);
    return (time << frequencyBits | frequency) << nodeBits | (node & mask(nodeBits));
  }

  /**
   * Time since the last access, as far as the record can tell.
   *
   * @param record the record; 0 reads as an access at time 0
   * @param nowMs the time
   * @return milliseconds
   */
  long latencyMs(long record, long nowMs) {
    long then = record >> (nodeBits + frequencyBits) & mask(timeBits);
    return ((nowMs >> tickShift) - then & mask(timeBits)) << tickShift;
  }

  /** The accesses counted. */
  int frequency(long record) {
    return (int) (record >> nodeBits & mask(frequencyBits));
  }

  /**
   * Where the page should go.
   *
   * @param record the record
   * @param fixed the node of formats without one
   * @return a node
   */
  int node(long record, int fixed) {
    return nodeBits == 0 ? fixed : (int) (record & mask(nodeBits));
  }

  private static long mask(int bits) {
    return (1L << bits) - 1;
  }
}
