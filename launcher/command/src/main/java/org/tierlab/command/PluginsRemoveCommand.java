package org.tierlab.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.tierlab.command.kit.OfferedPlugin;
import org.tierlab.command.kit.PluginJar;
import org.tierlab.command.kit.UserPlugins;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Removes what the user has installed. */
@Command(
    name = "remove",
    description = "Remove a plug-in that you have installed.",
    mixinStandardHelpOptions = true)
final class PluginsRemoveCommand implements Callable<Integer> {

  private final CommandEnvironment environment;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "NAME[@VERSION]",
      description = "The plug-in, its bundle or its file; every version if none is given.")
  private String name;

  PluginsRemoveCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    List<PluginJar> removed;
    try {
      removed = new UserPlugins(environment.installation().plugins()).remove(name);
    } catch (IOException e) {
      throw CommandFailure.file(e);
    }
    PrintWriter out = spec.commandLine().getOut();
    for (PluginJar jar : removed) {
      for (OfferedPlugin plugin : jar.offered()) {
        out.printf("removed %s %s (%s)%n", plugin.label(), jar.version(), jar.bundle());
      }
    }
    out.flush();
    return 0;
  }
}
