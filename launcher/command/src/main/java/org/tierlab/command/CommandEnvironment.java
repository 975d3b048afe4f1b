package org.tierlab.command;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.plugins.PluginHost;
import org.tierlab.command.run.SimulationFactory;
import org.tierlab.command.shell.InteractiveShell;
import org.tierlab.command.web.WebFrontend;

/**
 * What the commands work with.
 *
 * @param version what {@code --version} prints
 * @param installation where Tierlab lies
 * @param plugins the plug-ins that are present
 * @param simulations makes simulations
 * @param errors what standard error is
 * @param shell gives the shell, null if there is none
 * @param web gives the dashboard, null if there is none
 */
public record CommandEnvironment(
    String version,
    Installation installation,
    PluginHost plugins,
    SimulationFactory simulations,
    Stream errors,
    Supplier<@Nullable InteractiveShell> shell,
    Supplier<@Nullable WebFrontend> web) {

  /** Where a stream leads. */
  public enum Stream {
    /** To somebody who watches: progress is shown. */
    TERMINAL,
    /** To a file or a program. */
    PIPE
  }
}
