/**
 * What authors of plug-ins test with: an in-memory run that is advanced by hand, and the contract
 * tests that every variant of a service passes.
 *
 * <p>A {@link org.tierlab.testkit.FakeRun} is a small situation: a {@link
 * org.tierlab.testkit.FakeMachine}, address spaces ({@link org.tierlab.testkit.FakeMm}), tasks and
 * the plug-ins attached to it. The test advances the clock, touches pages and looks at what the
 * plug-ins published, moved, charged and counted. Nothing here simulates performance: latencies,
 * CPUs and copy engines are the simulator's.
 */
@Version("1.0.0")
@NullMarked
package org.tierlab.testkit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
