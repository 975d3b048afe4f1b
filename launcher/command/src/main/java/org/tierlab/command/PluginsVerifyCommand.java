package org.tierlab.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.tierlab.command.kit.OfferedPlugin;
import org.tierlab.command.kit.PluginJar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what would keep a plug-in from being used. */
@Command(
    name = "verify",
    description = "Say what would keep a plug-in from being used.",
    mixinStandardHelpOptions = true)
final class PluginsVerifyCommand implements Callable<Integer> {

  private final CommandEnvironment environment;

  @Spec private CommandSpec spec;

  @Mixin private JarOptions jar = new JarOptions();

  PluginsVerifyCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    PluginJar found = jar.read();
    List<String> problems = jar.check(environment).problems(found);
    if (!problems.isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      problems.forEach(problem -> err.println(found.file() + ": " + problem));
      err.flush();
      return 2;
    }
    PrintWriter out = spec.commandLine().getOut();
    for (OfferedPlugin plugin : found.offered()) {
      out.printf("%s %s (%s): can be used%n", plugin.label(), found.version(), found.bundle());
    }
    out.flush();
    return 0;
  }
}
