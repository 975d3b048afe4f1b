package org.tierlab.command.plugins;

import org.tierlab.sim.Simulation;
import org.tierlab.sim.plugin.Plugins;

/**
 * The plug-ins of one run: hands instances out, and tells the run's simulation when the service of
 * one goes away or a better one comes. To be closed after the run.
 */
public interface RunPlugins extends Plugins, AutoCloseable {
  /**
   * Names the simulation that holds the leases. Called once, before it runs.
   *
   * @param simulation who is told of services that come and go
   */
  void serve(Simulation simulation);

  /** Stops telling the simulation, and gives back what it still holds. */
  @Override
  void close();
}
