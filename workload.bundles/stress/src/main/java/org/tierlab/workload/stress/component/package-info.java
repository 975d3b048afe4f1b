/** Registers the workload {@code stress} as a service. */
@NullMarked
package org.tierlab.workload.stress.component;

import org.jspecify.annotations.NullMarked;
