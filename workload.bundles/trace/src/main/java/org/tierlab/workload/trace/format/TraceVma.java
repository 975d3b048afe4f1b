package org.tierlab.workload.trace.format;

/**
 * A range of virtual memory that a trace touches.
 *
 * @param startAddress virtual address of its first byte
 * @param firstPage first dense page number
 * @param pages its length, pages inside that were never touched included
 */
public record TraceVma(long startAddress, long firstPage, long pages) {
  /** Checks the shape. */
  public TraceVma {
    if (startAddress < 0
        || startAddress % 4096 != 0
        || firstPage < 0
        || pages < 1
        || pages > (Long.MAX_VALUE - startAddress) / 4096) {
      throw new IllegalArgumentException(
          "VMA at address %x, page %d, of %d pages".formatted(startAddress, firstPage, pages));
    }
  }

  /**
   * The address after its last byte.
   *
   * @return exclusive end
   */
  public long endAddress() {
    return startAddress + pages * 4096;
  }

  /**
   * The dense page number after its last.
   *
   * @return exclusive end
   */
  public long endPage() {
    return firstPage + pages;
  }
}
