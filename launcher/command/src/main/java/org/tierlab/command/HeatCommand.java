package org.tierlab.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.tierlab.command.out.RecordedRun;
import org.tierlab.report.text.HeatText;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws residency and heat map of recorded runs in characters. */
@Command(
    name = "heat",
    description = "Draw residency and heat map of recorded runs in the terminal.",
    mixinStandardHelpOptions = true)
final class HeatCommand implements Callable<Integer> {

  /** Set by the start script where standard output is a terminal. */
  private static final String TERMINAL = "tierlab.output.terminal";

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR",
      description = "Folders that --out of run or compare has written.")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--width",
      paramLabel = "N",
      defaultValue = "100",
      description = "Characters in a line; ${DEFAULT-VALUE} if not given.")
  private int width;

  @Override
  public Integer call() {
    if (width < 40 || width > 1000) {
      throw CommandFailure.input("--width is " + width + ", expected a number from 40 to 1000");
    }
    HeatText.Style style =
        Boolean.getBoolean(TERMINAL) ? HeatText.Style.COLOUR : HeatText.Style.PLAIN;
    try {
      for (RecordedRun run : RecordedRun.read(folders)) {
        spec.commandLine().getOut().println(HeatText.of(run.figures(), width, style));
      }
      spec.commandLine().getOut().flush();
      return CommandLine.ExitCode.OK;
    } catch (IOException e) {
      throw CommandFailure.file(e);
    }
  }
}
