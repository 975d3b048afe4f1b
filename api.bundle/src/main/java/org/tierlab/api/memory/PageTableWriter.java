package org.tierlab.api.memory;

import org.osgi.annotation.versioning.ProviderType;

/**
 * What a hotness source may change in a page table. Plane conventions are those of {@link
 * PageTable}.
 *
 * <p>No call charges anything: the source charges its kernel thread or task for the walk.
 */
@ProviderType
public interface PageTableWriter extends PageTable {
  /**
   * Reads and clears accessed bits without a TLB flush ({@code ptep_test_and_clear_young}).
   *
   * @param firstPage multiple of 64
   * @param words number of words to fill
   * @param out receives the bits that were set
   */
  void testAndClearAccessed(long firstPage, int words, long[] out);

  /**
   * Reads and clears one entry's accessed bit without a TLB flush. For samplers, which must not
   * disturb the 63 neighbours.
   *
   * @param page a dense page number
   * @return whether the entry is present and its bit was set
   */
  boolean testAndClearAccessed(long page);

  /**
   * Sets a folio flag where the mask has ones.
   *
   * @param flag which
   * @param firstPage multiple of 64
   * @param words number of words
   * @param mask where
   */
  void setFlag(FolioFlag flag, long firstPage, int words, long[] mask);

  /**
   * Clears a folio flag where the mask has ones.
   *
   * @param flag which
   * @param firstPage multiple of 64
   * @param words number of words
   * @param mask where
   */
  void clearFlag(FolioFlag flag, long firstPage, int words, long[] mask);

  /**
   * Reads and clears accessed bits of a list of pages, one after the other.
   *
   * @param pages dense page numbers
   * @param count how many of them
   * @param out receives the bits that were set; of a page that is in the list twice only the first
   */
  void testAndClearAccessed(long[] pages, int count, long[] out);

  /**
   * Sets a flag of folios in a list where the mask has ones.
   *
   * @param flag which
   * @param pages their head pages
   * @param count how many of them
   * @param mask which of them
   */
  void setFlag(FolioFlag flag, long[] pages, int count, long[] mask);

  /**
   * Marks present entries PROT_NONE for this source; the next access to each takes a hint fault.
   * The caller charges the TLB flush.
   *
   * @param firstPage multiple of 64
   * @param words number of words
   * @param mask where; absent entries and those already marked by this source are left alone
   * @return entries that changed
   */
  int markProtNone(long firstPage, int words, long[] mask);

  /**
   * Stores the {@code last_cpupid} field where the mask has ones.
   *
   * @param firstPage multiple of 64
   * @param words number of words
   * @param mask where
   * @param value not negative
   */
  void setLastCpupid(long firstPage, int words, long[] mask, int value);

  /**
   * Stores the {@code last_cpupid} field of one page's folio.
   *
   * @param page a dense page number
   * @param value not negative
   */
  void setLastCpupid(long page, int value);
}
