package org.tierlab.command;

import org.tierlab.command.plugins.PluginHost;
import org.tierlab.command.run.SimulationFactory;

/**
 * What the commands work with.
 *
 * @param version what {@code --version} prints
 * @param plugins the plug-ins that are present
 * @param simulations makes simulations
 * @param errors what standard error is
 */
public record CommandEnvironment(
    String version, PluginHost plugins, SimulationFactory simulations, Stream errors) {

  /** Where a stream leads. */
  public enum Stream {
    /** To somebody who watches: progress is shown. */
    TERMINAL,
    /** To a file or a program. */
    PIPE
  }
}
