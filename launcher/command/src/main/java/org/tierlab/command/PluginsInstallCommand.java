package org.tierlab.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.tierlab.command.kit.OfferedPlugin;
import org.tierlab.command.kit.PluginJar;
import org.tierlab.command.kit.UserPlugins;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Puts a plug-in's jar where every command finds it. */
@Command(
    name = "install",
    description = "Check a plug-in and install it for the user.",
    mixinStandardHelpOptions = true)
final class PluginsInstallCommand implements Callable<Integer> {

  private final CommandEnvironment environment;

  @Spec private CommandSpec spec;

  @Mixin private JarOptions jar = new JarOptions();

  PluginsInstallCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    PluginJar found = jar.read();
    List<String> problems = jar.check(environment).problems(found);
    if (!problems.isEmpty()) {
      throw CommandFailure.input(
          "%s is not installed: %s%s"
              .formatted(
                  found.file(),
                  problems.get(0),
                  problems.size() == 1
                      ? ""
                      : " (and " + (problems.size() - 1) + " more; plugins verify lists them)"));
    }
    try {
      new UserPlugins(environment.installation().plugins()).install(found);
    } catch (IOException e) {
      throw CommandFailure.file(e);
    }
    PrintWriter out = spec.commandLine().getOut();
    for (OfferedPlugin plugin : found.offered()) {
      out.printf("installed %s %s (%s)%n", plugin.label(), found.version(), found.bundle());
    }
    out.flush();
    return 0;
  }
}
