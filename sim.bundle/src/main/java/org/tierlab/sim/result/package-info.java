/** What a run found: counters, shares, times and the hash that identifies them. */
@Version("1.0.0")
@NullMarked
package org.tierlab.sim.result;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
