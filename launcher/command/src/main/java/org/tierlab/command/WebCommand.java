package org.tierlab.command;

import java.util.concurrent.Callable;
import org.tierlab.command.shell.ShellRequest;
import org.tierlab.command.web.WebFrontend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves a dashboard of a run in the background. */
@Command(
    name = "web",
    description = "Run an experiment in the background, and show and change it in a browser.",
    mixinStandardHelpOptions = true)
final class WebCommand implements Callable<Integer> {

  private final CommandEnvironment environment;

  @Mixin private BackgroundOptions options = new BackgroundOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "TCP port; any free one if not given.")
  private int port;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "Address to listen at; 127.0.0.1, which no other machine reaches, if not given.")
  private String address = "127.0.0.1";

  WebCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (port < 0 || port > 65_535) {
      throw CommandFailure.input("--port is " + port + ", expected a number from 0 to 65535");
    }
    ShellRequest request = options.request(environment);
    WebFrontend web = environment.web().get();
    if (web == null) {
      throw CommandFailure.input("tierlab web: no bundle offers a dashboard");
    }
    return web.serve(request, address, port);
  }
}
