package org.tierlab.api.memory;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The active and inactive LRU lists of one node.
 *
 * <p>Order on a list is clock order (page-table order from where the last isolation ended), which
 * stands for the kernel's insertion order.
 */
@ProviderType
public interface Lru {
  /**
   * Pages on the inactive list.
   *
   * @return pages
   */
  long inactivePages();

  /**
   * Pages on the active list.
   *
   * @return pages
   */
  long activePages();

  /**
   * Takes folios from the tail of the inactive list, as {@code isolate_lru_folios()} does. Accessed
   * and young bits are tested and cleared; {@link FolioFlag#REFERENCED} is noted in the batch and
   * then set where an access was seen and cleared where not, as {@code folio_check_references()}
   * does. A folio stays where it is unless it is activated or migrated.
   *
   * @param maxPages how many pages to look at; the last folio is taken whole, however large
   * @param out receives them; cleared first
   * @return pages looked at; less than asked if the list is shorter
   */
  int scanInactive(int maxPages, LruBatch out);

  /**
   * Takes folios from the tail of the active list, otherwise as {@link #scanInactive}, but leaves
   * {@link FolioFlag#REFERENCED} as it is.
   *
   * @param maxPages how many pages to look at; the last folio is taken whole, however large
   * @param out receives them; cleared first
   * @return pages looked at
   */
  int scanActive(int maxPages, LruBatch out);

  /**
   * Notes an access to a folio of this node, as {@code folio_mark_accessed()} does: an inactive
   * folio gets {@link FolioFlag#REFERENCED}; one that has it already is activated and loses it; an
   * active one gets it.
   *
   * @param mm its address space
   * @param page its head page; nothing happens if it is not on this node
   */
  void markAccessed(AddressSpaceView mm, long page);

  /**
   * Moves a folio to the active list, as {@code folio_activate()} does.
   *
   * @param mm its address space
   * @param page its head page; nothing happens if it is not on this node or active already
   */
  void activate(AddressSpaceView mm, long page);

  /**
   * Moves a folio of a batch to the active list.
   *
   * @param batch from {@link #scanInactive}
   * @param i index in it
   */
  void activate(LruBatch batch, int i);

  /**
   * Moves a folio of a batch to the inactive list.
   *
   * @param batch from {@link #scanActive}
   * @param i index in it
   */
  void deactivate(LruBatch batch, int i);
}
