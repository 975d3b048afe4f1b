/** The change log of a run: what was exchanged when, so that the run can be made again exactly. */
@Version("1.0.0")
@NullMarked
package org.tierlab.command.log;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
