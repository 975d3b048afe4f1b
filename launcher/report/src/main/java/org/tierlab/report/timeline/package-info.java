/** What takes simulated time: as a trace for viewers, and as a distribution of latencies. */
@Version("1.0.0")
@NullMarked
package org.tierlab.report.timeline;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
