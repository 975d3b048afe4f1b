/** A synthetic access benchmark. */
@NullMarked
package org.tierlab.workload.abench;

import org.jspecify.annotations.NullMarked;
