package org.tierlab.sim.memory;

/**
 * A file that a process has open ({@code struct file}): its page cache, and the page numbers by
 * which the process names its pages.
 *
 * <p>A page is read or written by one system call of 4 KiB. The folio does not get an accessed bit,
 * which only page tables have. From mm/filemap.c: a read marks it accessed unless the last read of
 * this open file was of the same folio; a write makes it dirty; both clear its idle flag.
 */
public final class OpenFile {
  private final AddressSpace cache;
  private final long firstPage;

  /** The folio that was read last ({@code ra->prev_pos}), −1 before the first read. */
  private long previous = -1;

  /**
   * Opens a file.
   *
   * @param cache its page cache
   * @param firstPage the process's number of its first page
   */
  public OpenFile(AddressSpace cache, long firstPage) {
    this.cache = cache;
    this.firstPage = firstPage;
  }

  /**
   * Its page cache.
   *
   * @return a space of its own
   */
  public AddressSpace cache() {
    return cache;
  }

  /**
   * Whether a page number of the process is one of this file.
   *
   * @param page any number
   * @return true inside the file
   */
  public boolean has(long page) {
    return page >= firstPage && page - firstPage < cache.pages();
  }

  /**
   * The page of the cache that a page number of the process stands for.
   *
   * @param page inside the file
   * @return a page of {@link #cache}
   */
  public long cachePage(long page) {
    return page - firstPage;
  }

  /**
   * Notes a read of a present folio.
   *
   * @param head its head page in the cache
   */
  public void read(long head) {
    cache.fileAccess(head, head != previous, false);
    previous = head;
  }

  /**
   * Notes a write to a present folio.
   *
   * @param head its head page in the cache
   */
  public void written(long head) {
    cache.fileAccess(head, false, true);
  }
}
