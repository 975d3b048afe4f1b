/**
 * A workload whose hot set never changes. {@link org.tierlab.workload.statics.StaticWorkload}
 * builds it.
 */
@NullMarked
package org.tierlab.workload.statics;

import org.jspecify.annotations.NullMarked;
