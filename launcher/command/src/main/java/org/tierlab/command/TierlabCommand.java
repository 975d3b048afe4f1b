package org.tierlab.command;

import java.io.PrintWriter;
import org.tierlab.command.trace.TraceCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of the command line: by itself it prints how it is used. */
@Command(
    name = "tierlab",
    description = "A laboratory for tiered memory.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit status: 0 done, 1 the run failed or was interrupted, 2 bad usage or bad input."
    })
public final class TierlabCommand implements Runnable {

  @Spec private CommandSpec spec;

  private TierlabCommand() {}

  /**
   * A command line.
   *
   * @param environment what the commands work with
   * @param out receives what the command prints, errors and progress excepted
   * @param err receives one line for each error
   */
  public static CommandLine commandLine(
      CommandEnvironment environment, PrintWriter out, PrintWriter err) {
    CommandLine commandLine = new CommandLine(new TierlabCommand());
    commandLine.getCommandSpec().version("tierlab " + environment.version());
    commandLine.addSubcommand(new RunCommand(environment));
    commandLine.addSubcommand(new CompareCommand(environment));
    commandLine.addSubcommand(new ReportCommand());
    commandLine.addSubcommand(new ReproduceCommand(environment));
    commandLine.addSubcommand(new BenchCommand(environment));
    commandLine.addSubcommand(new HeatCommand());
    commandLine.addSubcommand(new ShellCommand(environment));
    commandLine.addSubcommand(new WebCommand(environment));
    commandLine.addSubcommand(
        new CommandLine(new PluginsCommand(environment))
            .addSubcommand(new PluginsInstallCommand(environment))
            .addSubcommand(new PluginsRemoveCommand(environment))
            .addSubcommand(new PluginsListCommand(environment))
            .addSubcommand(new PluginsVerifyCommand(environment)));
    commandLine.addSubcommand(new NewCommand(environment));
    commandLine.addSubcommand(new CalibrateCommand(environment));
    commandLine.addSubcommand(new TraceCommand(environment));
    ErrorLines errors = new ErrorLines();
    return commandLine
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
