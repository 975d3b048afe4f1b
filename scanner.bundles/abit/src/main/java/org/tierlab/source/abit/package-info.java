/**
 * Hotness from periodic harvests of the accessed bits of page tables: kmmscand.
 *
 * <p>{@link org.tierlab.source.abit.AccessedBitScanner} is the scanner thread; one {@link
 * org.tierlab.source.abit.Slot} per process is tuned by {@link org.tierlab.source.abit.ScanTuning};
 * {@link org.tierlab.source.abit.VmaWalk} reads the page table under an {@link
 * org.tierlab.source.abit.AccessRule}. What differs between the posted versions of the patch is in
 * {@link org.tierlab.source.abit.ScannerVersion}.
 */
@NullMarked
package org.tierlab.source.abit;

import org.jspecify.annotations.NullMarked;
