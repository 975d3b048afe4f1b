package org.tierlab.command;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of the command line: by itself it prints how it is used. */
@Command(
    name = "tierlab",
    description = "A laboratory for tiered memory.",
    mixinStandardHelpOptions = true)
public final class TierlabCommand implements Runnable {

  @Spec private CommandSpec spec;

  private TierlabCommand() {}

  /**
   * A command line that reports under the given version.
   *
   * @param version what {@code --version} prints after the program's name
   * @param out receives what the command prints, errors excepted
   * @param err receives one line for each error of usage
   */
  public static CommandLine commandLine(String version, PrintWriter out, PrintWriter err) {
    CommandLine commandLine = new CommandLine(new TierlabCommand());
    commandLine.getCommandSpec().version("tierlab " + version);
    return commandLine.setOut(out).setErr(err);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
