/** Address spaces, page tables and LRU lists. */
@NullMarked
package org.tierlab.sim.memory;

import org.jspecify.annotations.NullMarked;
