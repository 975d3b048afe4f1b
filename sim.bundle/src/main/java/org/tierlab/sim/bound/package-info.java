/** The bound that no run's time falls below, from a second pass over the workload's accesses. */
@NullMarked
package org.tierlab.sim.bound;

import org.jspecify.annotations.NullMarked;
