/** The OSGi face of the NUMA-balancing policy. */
@NullMarked
package org.tierlab.policy.numabalancing.component;

import org.jspecify.annotations.NullMarked;
