/** Where a run gets its plug-ins from, and how it gives them back. */
@Version("1.0.0")
@NullMarked
package org.tierlab.sim.plugin;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
