/**
 * The four programs of the autonuma benchmark. {@link
 * org.tierlab.workload.autonuma.AutonumaWorkload} builds it.
 */
@NullMarked
package org.tierlab.workload.autonuma;

import org.jspecify.annotations.NullMarked;
