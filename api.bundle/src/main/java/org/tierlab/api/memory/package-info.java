/**
 * Views of address spaces: VMAs, page-table entries, folio flags and LRU lists.
 *
 * <p>An {@link org.tierlab.api.memory.AddressSpaceView} (an mm) numbers its mapped pages densely
 * from 0; a {@link org.tierlab.api.memory.Vma} says which virtual addresses a range of those pages
 * has. Scanners never go page by page: {@link org.tierlab.api.memory.PageTable} reads and changes
 * <em>planes</em>, 64 pages in one {@code long}, so that a kernel loop over PTEs becomes bit
 * algebra. A folio of order <i>n</i> is present at its head page only; its tail pages read as
 * absent. What lies apart is read and changed in lists of pages.
 */
@Version("1.2.0")
@NullMarked
package org.tierlab.api.memory;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
