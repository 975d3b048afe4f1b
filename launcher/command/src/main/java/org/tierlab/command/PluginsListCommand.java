package org.tierlab.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.tierlab.command.kit.OfferedPlugin;
import org.tierlab.command.kit.PluginJar;
import org.tierlab.command.kit.UserPlugins;
import org.tierlab.command.report.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists what the user has installed. */
@Command(
    name = "list",
    description = "List the plug-ins that you have installed.",
    mixinStandardHelpOptions = true)
final class PluginsListCommand implements Callable<Integer> {

  private final CommandEnvironment environment;

  @Spec private CommandSpec spec;

  PluginsListCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    UserPlugins installed = new UserPlugins(environment.installation().plugins());
    List<PluginJar> jars;
    try {
      jars = installed.list();
    } catch (IOException e) {
      throw CommandFailure.file(e);
    }
    TextTable table = new TextTable(0, 1, 2);
    for (PluginJar jar : jars) {
      table.row(
          jar.offered().stream().map(OfferedPlugin::label).collect(Collectors.joining(", ")),
          jar.version().toString(),
          jar.bundle());
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(jars.isEmpty() ? "nothing is installed in " + installed.folder() + "\n" : table);
    out.flush();
    return 0;
  }
}
