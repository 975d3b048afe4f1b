package org.tierlab.command.shell;

import java.nio.file.Path;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.experiment.ExperimentPlan;
import org.tierlab.command.plugins.PluginHost;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.plugin.Plugins;

/**
 * What a shell begins with.
 *
 * @param plan the run to start, null for none
 * @param plugins the plug-ins that are present
 * @param simulations makes simulations
 * @param log where the change log of a run goes, null for nowhere
 * @param out the folder for result and change log of a run, null for none
 * @param isPaused whether the run waits before its first step
 */
public record ShellRequest(
    @Nullable ExperimentPlan plan,
    PluginHost plugins,
    BiFunction<Experiment, Plugins, Simulation> simulations,
    @Nullable Path log,
    @Nullable Path out,
    boolean isPaused) {}
