/** What an access takes: caches, page walks, and memory under load. */
@Version("1.0.0")
@NullMarked
package org.tierlab.sim.access;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
