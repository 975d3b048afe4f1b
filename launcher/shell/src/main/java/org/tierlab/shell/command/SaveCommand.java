package org.tierlab.shell.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tierlab.command.experiment.ExperimentDocument;
import org.tierlab.command.experiment.ExperimentPlan;
import org.tierlab.command.experiment.YamlText;
import org.tierlab.shell.run.BackgroundRun;
import org.tierlab.shell.run.Refusal;
import org.tierlab.shell.run.SavedSession;
import org.tierlab.shell.run.ShellRuns;

/** Writes the run with all that was done to it as an experiment. */
final class SaveCommand implements TierCommand {

  @Override
  public String word() {
    return "save";
  }

  @Override
  public String usage() {
    return "FILE";
  }

  @Override
  public String about() {
    return "Writes the run as an experiment whose swaps do what was done by hand. Put FILE beside the"
        + " experiment's input files.";
  }

  @Override
  public void execute(ShellRuns runs, Arguments arguments, Screen screen) {
    Path file = Path.of(arguments.word("the file to write"));
    arguments.end();
    BackgroundRun run = runs.current();
    ExperimentPlan saved = SavedSession.of(run.plan(), run.now().changes(), runs.catalogue());
    if (Files.exists(file)) {
      throw new Refusal(file + ": it is there already");
    }
    try {
      Files.writeString(file, YamlText.of(ExperimentDocument.forPeople(saved, runs.catalogue())));
    } catch (IOException e) {
      throw new Refusal("cannot write " + file + ": " + e.getMessage());
    }
    int swaps = saved.experiment().changes().size();
    screen.print("%s: %d swaps".formatted(file, swaps));
  }
}
