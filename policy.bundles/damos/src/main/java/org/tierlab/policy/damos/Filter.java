package org.tierlab.policy.damos;

/**
 * Lets memory of a kind through or keeps it back.
 *
 * @param type what it looks at
 * @param matching whether it is about memory of its type, or about all other
 * @param allow whether such memory is let through
 * @param min least folio size or first address, bytes
 * @param max greatest folio size or end address, bytes
 * @param targetIdx number of the target, in the order in which the monitor has them
 */
record Filter(Type type, boolean matching, boolean allow, long min, long max, int targetIdx) {
  /** What a filter looks at. */
  enum Type {
    /** Nothing: there is no filter. */
    NONE,
    /** Anonymous memory. */
    ANON,
    /** Folios on an active LRU list. */
    ACTIVE,
    /** Folios accessed since they were last made old. */
    YOUNG,
    /** Folios of a size. */
    HUGEPAGE_SIZE,
    /** Folios that no page table maps: page cache that is read and written by system calls. */
    UNMAPPED,
    /** Addresses. */
    ADDR,
    /** A target of the monitor. */
    TARGET
  }

  /** Whether it is decided for whole regions, before any folio is looked at. */
  boolean ofRegions() {
    return type == Type.ADDR || type == Type.TARGET;
  }
}
