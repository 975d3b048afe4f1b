/**
 * A synthetic benchmark: threads that access one region at random. {@link
 * org.tierlab.workload.abench.AbenchWorkload} builds it.
 */
@NullMarked
package org.tierlab.workload.abench;

import org.jspecify.annotations.NullMarked;
