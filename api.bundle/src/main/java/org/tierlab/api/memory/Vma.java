package org.tierlab.api.memory;

/**
 * A mapping: a range of an address space's dense page numbers and the virtual address it stands
 * for.
 *
 * @param name for tables, for example {@code heap}
 * @param firstPage first dense page number
 * @param pages length in 4 KiB pages, a multiple of the folio size
 * @param startAddress virtual address of the first byte, a multiple of 4096
 * @param order folio order of all its folios, 0 … 9
 * @param kind what is mapped
 * @param migratable whether its folios may move (not mlocked, pinned or bound elsewhere)
 * @param createdNs when it was mapped, simulated nanoseconds
 */
public record Vma(
    String name,
    long firstPage,
    long pages,
    long startAddress,
    int order,
    Kind kind,
    boolean migratable,
    long createdNs) {

  /** What a VMA maps. */
  public enum Kind {
    /** Private anonymous memory. */
    ANONYMOUS,
    /** A private or writable file mapping. */
    FILE,
    /** A read-only file mapping, as of a shared library. */
    FILE_READ_ONLY,
    /**
     * Nothing: the page cache of a file, which {@code read()} and {@code write()} reach. Only the
     * spaces of {@link org.tierlab.api.RunContext#pageCaches} have such a range.
     */
    PAGE_CACHE
  }

  /** Checks the shape. */
  public Vma {
    if (firstPage < 0 || pages < 1 || order < 0 || order > 9 || startAddress < 0) {
      throw new IllegalArgumentException("VMA " + name + " has an impossible shape");
    }
    if (pages % (1L << order) != 0 || firstPage % (1L << order) != 0) {
      throw new IllegalArgumentException(
          "VMA " + name + " is not aligned to its folios of order " + order);
    }
  }

  /**
   * The dense page number after the last.
   *
   * @return exclusive end
   */
  public long endPage() {
    return firstPage + pages;
  }

  /**
   * Pages in one folio.
   *
   * @return 2 to the power of {@link #order()}
   */
  public int folioPages() {
    return 1 << order;
  }

  /**
   * The virtual address of a page.
   *
   * @param page a dense page number inside this VMA
   * @return its first byte's address
   */
  public long addressOf(long page) {
    return startAddress + (page - firstPage) * 4096L;
  }
}
