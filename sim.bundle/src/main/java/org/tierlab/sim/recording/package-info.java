/**
 * What a run looked like while it went on: every counter at an interval of simulated time, and
 * where in the address spaces the accesses went.
 *
 * <p>A {@link org.tierlab.sim.recording.Recorder} is given to a run before it begins and asked for
 * its {@link org.tierlab.sim.recording.Recording} at any time. Recording looks on between two steps
 * and changes nothing: a run has the same hash with and without it.
 */
@Version("1.0.0")
@NullMarked
package org.tierlab.sim.recording;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
