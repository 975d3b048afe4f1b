/** Replay of recorded traces. */
@NullMarked
package org.tierlab.workload.trace;

import org.jspecify.annotations.NullMarked;
