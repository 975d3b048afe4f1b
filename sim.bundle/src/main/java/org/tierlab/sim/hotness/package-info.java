/** The store that hotness events wait in. */
@NullMarked
package org.tierlab.sim.hotness;

import org.jspecify.annotations.NullMarked;
