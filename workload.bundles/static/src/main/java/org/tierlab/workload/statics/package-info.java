/** Workloads whose access law never changes. */
@NullMarked
package org.tierlab.workload.statics;

import org.jspecify.annotations.NullMarked;
