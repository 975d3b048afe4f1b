package org.tierlab.api.workload;

/**
 * One access in a {@code long}: bits 63…24 the dense page number, bits 23…1 the gap before it in
 * units of the batch, bit 0 set for a write.
 *
 * <p>The gap is CPU time that the task spends before the access.
 */
public final class Access {
  /** Bits to shift right for the page number. */
  public static final int PAGE_SHIFT = 24;

  /** Position of the gap. */
  public static final int GAP_SHIFT = 1;

  /** Greatest gap that one access can carry, in units. */
  public static final int MAX_GAP = (1 << 23) - 1;

  /** Greatest page number. */
  public static final long MAX_PAGE = (1L << 39) - 1;

  /** From here on page numbers are those of open files; mappings lie below. */
  public static final long FIRST_FILE_PAGE = 1L << 38;

  private Access() {}

  /**
   * Packs an access.
   *
   * @param page a dense page number, 0 … {@link #MAX_PAGE}
   * @param write whether it stores
   * @param gap units before it, 0 … {@link #MAX_GAP}
   * @return the packed form
   */
  public static long of(long page, boolean write, int gap) {
    return page << PAGE_SHIFT | (long) gap << GAP_SHIFT | (write ? 1 : 0);
  }

  /**
   * The page number.
   *
   * @param access packed
   * @return a dense page number
   */
  public static long page(long access) {
    return access >>> PAGE_SHIFT;
  }

  /**
   * The gap before the access.
   *
   * @param access packed
   * @return units of the batch
   */
  public static int gap(long access) {
    return (int) (access >>> GAP_SHIFT) & MAX_GAP;
  }

  /**
   * Whether it stores.
   *
   * @param access packed
   * @return true for a write
   */
  public static boolean write(long access) {
    return (access & 1) != 0;
  }
}
