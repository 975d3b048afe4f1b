/** An experiment as values: the machine, the workload, the plug-ins and what is exchanged when. */
@Version("1.1.0")
@NullMarked
package org.tierlab.sim.experiment;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
