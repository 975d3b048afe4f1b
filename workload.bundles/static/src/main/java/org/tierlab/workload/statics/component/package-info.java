/** Registers the workload {@code static} as a service. */
@NullMarked
package org.tierlab.workload.statics.component;

import org.jspecify.annotations.NullMarked;
