/**
 * Hotness from the page-table walks of the multi-generational LRU: klruscand.
 *
 * <p>{@link org.tierlab.source.lruscan.KlruscandThread} walks the page tables for the slow nodes at
 * a steady interval, {@link org.tierlab.source.lruscan.AgingThread} makes new generations. Both go
 * through the list of mms with a {@link org.tierlab.source.lruscan.MmListWalk}; {@link
 * org.tierlab.source.lruscan.PageTableWalk} is the walk of one mm, which leaves out what {@link
 * org.tierlab.source.lruscan.BloomFilters} do not contain; {@link
 * org.tierlab.source.lruscan.Generations} says how old each folio is.
 */
@NullMarked
package org.tierlab.source.lruscan;

import org.jspecify.annotations.NullMarked;
