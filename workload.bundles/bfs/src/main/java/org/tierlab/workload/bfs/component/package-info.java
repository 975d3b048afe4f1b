/** Registers the workload {@code bfs} as a service. */
@NullMarked
package org.tierlab.workload.bfs.component;

import org.jspecify.annotations.NullMarked;
