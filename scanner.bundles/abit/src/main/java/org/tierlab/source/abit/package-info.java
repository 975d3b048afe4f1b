/** Hotness from periodic harvests of the accessed bits of page tables. */
@NullMarked
package org.tierlab.source.abit;

import org.jspecify.annotations.NullMarked;
