package org.tierlab.shell.terminal;

import java.util.List;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Process;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import org.tierlab.shell.command.Arguments;
import org.tierlab.shell.command.Screen;
import org.tierlab.shell.command.TierCommand;
import org.tierlab.shell.run.Refusal;
import org.tierlab.shell.run.ShellRuns;

/** A command as Gogo calls it. */
public final class CommandFunction implements Function {

  private final TierCommand command;
  private final ShellRuns runs;

  /**
   * Adapts a command.
   *
   * @param command the command
   * @param runs what it works on
   */
  public CommandFunction(TierCommand command, ShellRuns runs) {
    this.command = command;
    this.runs = runs;
  }

  @Override
  public @Nullable Object execute(CommandSession session, List<Object> arguments)
      throws InterruptedException {
    try {
      // System.out is the pipe or file that this command's output goes to.
      command.execute(
          runs, new Arguments(command, arguments), new Screen(System.out, kind(session)));
    } catch (Refusal e) {
      throw new Refusal("tier:" + command.word() + ": " + e.getMessage());
    }
    return null;
  }

  private static Screen.Kind kind(CommandSession session) {
    Process process = Process.Utils.current();
    boolean isShown = process == null || process.isTty(1);
    return isShown && session.get(Shell.VAR_TERMINAL) instanceof Terminal
        ? Screen.Kind.TERMINAL
        : Screen.Kind.PLAIN;
  }
}
