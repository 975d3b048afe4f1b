package org.tierlab.shell.command;

import java.util.List;
import org.tierlab.shell.run.ShellRuns;

/** A command of the scope {@code tier}. Stateless, unless it says otherwise. */
public interface TierCommand {
  /**
   * The name without scope.
   *
   * @return a word
   */
  String word();

  /**
   * What follows the name.
   *
   * @return for example {@code KIND NAME [KNOB=VALUE...]}, empty if nothing does
   */
  String usage();

  /**
   * What it does.
   *
   * @return a sentence
   */
  String about();

  /**
   * Carries it out.
   *
   * @param runs what it works on
   * @param arguments what follows the name
   * @param screen where it prints
   * @throws org.tierlab.shell.run.Refusal if it cannot
   * @throws InterruptedException if somebody has lost patience
   */
  void execute(ShellRuns runs, Arguments arguments, Screen screen) throws InterruptedException;

  /**
   * What the next word may be.
   *
   * @param runs what it works on
   * @param before the words before it, without the command's name
   * @return words in the order in which they are shown; empty if anything may follow
   */
  default List<String> completions(ShellRuns runs, List<String> before) {
    return List.of();
  }

  /**
   * Whether the next word is an experiment file, completed by what folders hold.
   *
   * @param before the words before it, without the command's name
   * @return false if it is anything else
   */
  default boolean takesExperiment(List<String> before) {
    return false;
  }
}
