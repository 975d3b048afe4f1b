/**
 * Breadth-first searches over a generated graph. {@link org.tierlab.workload.bfs.BfsWorkload}
 * builds it.
 */
@NullMarked
package org.tierlab.workload.bfs;

import org.jspecify.annotations.NullMarked;
