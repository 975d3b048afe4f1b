/**
 * The plug-in under test in the simulator itself: a {@link
 * org.tierlab.testkit.simulation.SmallSimulation} surrounds it with the simplest plug-ins of the
 * other kinds, {@link org.tierlab.testkit.simulation.SimulationExtension} runs it in JUnit tests
 * and holds every run against the invariants, {@link org.tierlab.testkit.simulation.ResultAssert}
 * asserts what came of it, and {@link org.tierlab.testkit.simulation.EventBench} tells what an
 * event costs.
 */
@Version("1.0.0")
@NullMarked
package org.tierlab.testkit.simulation;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
