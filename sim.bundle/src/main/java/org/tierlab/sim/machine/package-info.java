/** Nodes, their bandwidth and latency under load, CPUs and who pays for them. */
@NullMarked
package org.tierlab.sim.machine;

import org.jspecify.annotations.NullMarked;
