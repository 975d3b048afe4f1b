package org.tierlab.command;

import java.util.concurrent.Callable;
import org.tierlab.command.shell.InteractiveShell;
import org.tierlab.command.shell.ShellRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Opens a shell beside a run in the background. */
@Command(
    name = "shell",
    description = "Run an experiment in the background and exchange its plug-ins by hand.",
    mixinStandardHelpOptions = true)
final class ShellCommand implements Callable<Integer> {

  private final CommandEnvironment environment;

  @Mixin private BackgroundOptions options = new BackgroundOptions();

  ShellCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    ShellRequest request = options.request(environment);
    InteractiveShell shell = environment.shell().get();
    if (shell == null) {
      throw CommandFailure.input("tierlab shell: no bundle offers a shell");
    }
    return shell.open(request);
  }
}
