/** What runs leave in a folder: results, series, events, figures and a report. */
@Version("1.0.0")
@NullMarked
package org.tierlab.command.out;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
