package org.tierlab.command.run;

import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.plugin.Plugins;

/** Makes the simulation of a run; a test's makes one that answers by heart. */
@FunctionalInterface
public interface SimulationFactory {
  /**
   * Makes a run that has not started.
   *
   * @param experiment what to run
   * @param plugins where its plug-ins come from
   * @return the run
   */
  Simulation of(Experiment experiment, Plugins plugins);
}
