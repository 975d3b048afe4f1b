/** Registers the workload {@code filecache} as a service. */
@NullMarked
package org.tierlab.workload.filecache.component;

import org.jspecify.annotations.NullMarked;
