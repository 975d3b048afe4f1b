package org.tierlab.source.numab;

/**
 * The two meanings of a folio's {@code last_cpupid} field: who took its last hint fault, or, for
 * slow-tier folios under memory tiering, when it was marked or faulted.
 *
 * <p>The kernel tells the two apart by the folio's tier alone and resets the field when a tiering
 * migration crosses tiers. Here a tag bit tells them apart, which comes to the same: an access time
 * is never taken for an accessor. The accessor is kept as node and low PID bits; the kernel keeps
 * the CPU and derives the node from it.
 */
final class LastCpupid {
  /** Bits of the PID that are kept, the kernel's {@code LAST__PID_SHIFT}. */
  private static final int PID_BITS = 8;

  private static final int PID_MASK = (1 << PID_BITS) - 1;
  private static final int ACCESS_TIME = 1 << 30;

  private LastCpupid() {}

  static int accessor(int node, int task) {
    return node << PID_BITS | (task & PID_MASK);
  }

  static boolean isAccessor(int stored) {
    return stored >= 0 && (stored & ACCESS_TIME) == 0;
  }

  static int node(int accessor) {
    return accessor >> PID_BITS;
  }

  static int task(int accessor) {
    return accessor & PID_MASK;
  }

  static boolean sameTask(int accessor, int task) {
    return task(accessor) == (task & PID_MASK);
  }

  static int accessTime(long nowMs, int bits) {
    return ACCESS_TIME | (int) (nowMs & mask(bits));
  }

  /**
   * Time since the stored access time, modulo the field's range.
   *
   * @param stored the field; if it holds no access time it counts as all ones, as a reset field
   *     does in the kernel
   * @param nowMs the time of the fault
   * @param bits width of the field
   * @return milliseconds below 2<sup>bits</sup>
   */
  static long latencyMs(int stored, long nowMs, int bits) {
    boolean timed = stored >= 0 && (stored & ACCESS_TIME) != 0;
    long then = timed ? stored & ~ACCESS_TIME : mask(bits);
    return (nowMs - then) & mask(bits);
  }

  private static long mask(int bits) {
    return (1L << bits) - 1;
  }
}
