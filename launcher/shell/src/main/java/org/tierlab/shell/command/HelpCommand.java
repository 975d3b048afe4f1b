package org.tierlab.shell.command;

import java.util.List;
import org.tierlab.command.report.TextTable;
import org.tierlab.shell.run.Refusal;
import org.tierlab.shell.run.ShellRuns;

/** Explains the commands. */
final class HelpCommand implements TierCommand {

  private final List<TierCommand> commands;

  /**
   * Explains some commands.
   *
   * @param commands the others
   */
  HelpCommand(List<TierCommand> commands) {
    this.commands = List.copyOf(commands);
  }

  @Override
  public String word() {
    return "help";
  }

  @Override
  public String usage() {
    return "[COMMAND]";
  }

  @Override
  public String about() {
    return "Explains the commands, or one of them.";
  }

  @Override
  public void execute(ShellRuns runs, Arguments arguments, Screen screen) {
    if (arguments.isEmpty()) {
      TextTable table = new TextTable(0, 1);
      commands.forEach(command -> table.row(synopsis(command), command.about()));
      table.row(synopsis(this), about());
      screen.print(
          table
              + "\nBundles: lb lists them; install, start, stop, update and uninstall take an id or"
              + " a URL.\nThe prefix tier: may be left out. gogo:help lists every command.\n");
      return;
    }
    String asked = arguments.word("the command").replaceFirst("^tier:", "");
    arguments.end();
    for (TierCommand command : commands) {
      if (command.word().equals(asked)) {
        screen.print(synopsis(command) + "\n  " + command.about());
        return;
      }
    }
    throw new Refusal(
        "there is no command 'tier:%s'; there are: %s"
            .formatted(
                asked, String.join(", ", commands.stream().map(TierCommand::word).toList())));
  }

  private static String synopsis(TierCommand command) {
    return ("tier:" + command.word() + " " + command.usage()).trim();
  }

  @Override
  public List<String> completions(ShellRuns runs, List<String> before) {
    return before.isEmpty() ? commands.stream().map(TierCommand::word).toList() : List.of();
  }
}
