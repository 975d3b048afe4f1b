/** Hotness from NUMA-balancing hint faults on PROT_NONE marks. */
@NullMarked
package org.tierlab.source.numab;

import org.jspecify.annotations.NullMarked;
