/**
 * Replay of recorded traces. {@link org.tierlab.workload.trace.TraceWorkload} maps the memory of a
 * trace and lends its accesses, block by block, to the simulation.
 */
@NullMarked
package org.tierlab.workload.trace;

import org.jspecify.annotations.NullMarked;
