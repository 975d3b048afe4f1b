/**
 * Time and who pays for it: the simulated clock, kernel threads, tasks, counters and random
 * streams.
 *
 * <p>A {@link org.tierlab.api.time.Kthread} runs work at simulated times and is charged for it; a
 * {@link org.tierlab.api.time.TaskView} is a thread of the workload, whose CPU time is a clock of
 * its own. Work that takes long returns to the core in slices, so that accesses and other work can
 * come between.
 */
@Version("1.1.0")
@NullMarked
package org.tierlab.api.time;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
