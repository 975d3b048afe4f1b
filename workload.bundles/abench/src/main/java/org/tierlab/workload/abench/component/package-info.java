/** Registers the workload {@code abench} as a service. */
@NullMarked
package org.tierlab.workload.abench.component;

import org.jspecify.annotations.NullMarked;
