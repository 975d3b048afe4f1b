/** How a run is recorded: counters sampled at safe points, accesses counted by address and time. */
@NullMarked
package org.tierlab.sim.tape;

import org.jspecify.annotations.NullMarked;
