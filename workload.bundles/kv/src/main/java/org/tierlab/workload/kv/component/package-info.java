/** Registers the workload {@code kv} as a service. */
@NullMarked
package org.tierlab.workload.kv.component;

import org.jspecify.annotations.NullMarked;
