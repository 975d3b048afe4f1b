/** The migration pipeline: isolate, unmap, flush, copy, remap. */
@NullMarked
package org.tierlab.sim.migration;

import org.jspecify.annotations.NullMarked;
