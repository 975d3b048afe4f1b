/**
 * The simulation of a tiered-memory machine: {@link org.tierlab.sim.Simulation} runs one
 * experiment.
 *
 * <p>It needs no framework: a test makes an {@link org.tierlab.sim.experiment.Experiment}, hands
 * plug-in instances over in {@link org.tierlab.sim.plugin.Plugins} and reads the {@link
 * org.tierlab.sim.result.RunResult}.
 */
@Version("1.0.0")
@NullMarked
package org.tierlab.sim;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
