/**
 * Views of the simulated machine: nodes with their tier and watermarks, CPUs, distances.
 *
 * <p>Views are live and read-only: they show the state at the moment of the call, and are valid
 * only inside a call that the core makes into a plug-in.
 */
@Version("1.1.0")
@NullMarked
package org.tierlab.api.machine;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
