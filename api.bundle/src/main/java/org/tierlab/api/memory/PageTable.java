package org.tierlab.api.memory;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Page-table entries and folio flags of one mm, read as planes of bits.
 *
 * <p>A plane call covers {@code words × 64} pages from {@code firstPage}, a multiple of 64; bit
 * <i>i</i> of word <i>w</i> is page {@code firstPage + 64 w + i}. Pages beyond the end read as 0.
 * Ranges out of the address space are an error of the caller.
 *
 * <p>A <em>list</em> call is for samplers, whose pages lie apart: it covers {@code count} pages in
 * any order, and bit <i>i</i> of what it fills is {@code pages[i]}; bits from {@code count} on are
 * 0.
 */
@ProviderType
public interface PageTable {
  /**
   * Entries that map a folio (head pages of present folios, PROT_NONE marked ones included;
   * migration entries not).
   *
   * @param firstPage multiple of 64
   * @param words number of words to fill
   * @param out receives the plane from index 0
   */
  void present(long firstPage, int words, long[] out);

  /**
   * Present entries whose folio is on one of the given nodes.
   *
   * @param firstPage multiple of 64
   * @param words number of words to fill
   * @param nodeMask bit <i>n</i> for node <i>n</i>
   * @param out receives the plane from index 0
   */
  void onNodes(long firstPage, int words, int nodeMask, long[] out);

  /**
   * Entries with the accessed bit set.
   *
   * @param firstPage multiple of 64
   * @param words number of words to fill
   * @param out receives the plane from index 0
   */
  void accessed(long firstPage, int words, long[] out);

  /**
   * Entries with the dirty bit set; of a page cache, folios that are dirty. Nothing writes back, so
   * that what has been stored to stays dirty.
   *
   * @param firstPage multiple of 64
   * @param words number of words to fill
   * @param out receives the plane from index 0
   */
  void dirty(long firstPage, int words, long[] out);

  /**
   * Entries marked PROT_NONE by any source.
   *
   * @param firstPage multiple of 64
   * @param words number of words to fill
   * @param out receives the plane from index 0
   */
  void protNone(long firstPage, int words, long[] out);

  /**
   * A folio flag.
   *
   * @param flag which
   * @param firstPage multiple of 64
   * @param words number of words to fill
   * @param out receives the plane from index 0
   */
  void flag(FolioFlag flag, long firstPage, int words, long[] out);

  /**
   * The node of a folio.
   *
   * @param page its head page
   * @return a node, or −1 if nothing is present or {@code page} is a tail page
   */
  int nodeOf(long page);

  /**
   * The kernel's {@code last_cpupid} field of a folio.
   *
   * @param page its head page
   * @return what a source stored, −1 if nothing was
   */
  int lastCpupid(long page);

  /**
   * Pages whose entries map a folio.
   *
   * @param pages dense page numbers
   * @param count how many of them
   * @param out receives a bit a page from index 0
   */
  void present(long[] pages, int count, long[] out);

  /**
   * Pages whose entries have the accessed bit set.
   *
   * @param pages dense page numbers
   * @param count how many of them
   * @param out receives a bit a page from index 0
   */
  void accessed(long[] pages, int count, long[] out);

  /**
   * Folios with a flag.
   *
   * @param flag which
   * @param pages their head pages
   * @param count how many of them
   * @param out receives a bit a page from index 0
   */
  void flag(FolioFlag flag, long[] pages, int count, long[] out);
}
