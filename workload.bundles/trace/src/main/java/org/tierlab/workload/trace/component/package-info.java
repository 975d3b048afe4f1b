/** Registers the workload {@code trace} as a service. */
@NullMarked
package org.tierlab.workload.trace.component;

import org.jspecify.annotations.NullMarked;
