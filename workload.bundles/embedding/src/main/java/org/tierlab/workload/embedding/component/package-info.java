/** Registers the workload {@code embedding} as a service. */
@NullMarked
package org.tierlab.workload.embedding.component;

import org.jspecify.annotations.NullMarked;
