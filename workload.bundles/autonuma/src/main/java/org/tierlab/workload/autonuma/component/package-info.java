/** Registers the workload {@code autonuma} as a service. */
@NullMarked
package org.tierlab.workload.autonuma.component;

import org.jspecify.annotations.NullMarked;
