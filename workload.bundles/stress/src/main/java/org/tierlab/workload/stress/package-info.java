/**
 * Workers that keep CPUs or memory busy beside another workload. {@link
 * org.tierlab.workload.stress.StressWorkload} builds them.
 */
@NullMarked
package org.tierlab.workload.stress;

import org.jspecify.annotations.NullMarked;
