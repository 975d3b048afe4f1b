package org.tierlab.shell.command;

import java.util.ArrayList;
import java.util.List;

/** The commands of the shell. */
public final class TierCommands {

  private TierCommands() {}

  /**
   * Makes one of each.
   *
   * @return in the order in which help shows them
   */
  public static List<TierCommand> all() {
    List<TierCommand> commands = new ArrayList<>();
    commands.add(new RunCommand());
    commands.add(new StatusCommand());
    commands.add(ExchangeCommand.swap());
    commands.add(ExchangeCommand.add());
    commands.add(ExchangeCommand.remove());
    commands.add(new KnobCommand());
    commands.add(new TopCommand());
    commands.add(new WatchCommand());
    commands.add(new HeatCommand());
    commands.add(new PauseCommand());
    commands.add(new ResumeCommand());
    commands.add(new StepCommand());
    commands.add(new WaitCommand());
    commands.add(new NumastatCommand());
    commands.add(new VmstatCommand());
    commands.add(new LogCommand());
    commands.add(new ResultCommand());
    commands.add(new SaveCommand());
    commands.add(new EndCommand());
    commands.add(new ExitCommand());
    commands.add(new HelpCommand(commands));
    return List.copyOf(commands);
  }
}
