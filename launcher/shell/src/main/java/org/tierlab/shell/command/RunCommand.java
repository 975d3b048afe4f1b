package org.tierlab.shell.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tierlab.command.experiment.ExperimentException;
import org.tierlab.command.experiment.ExperimentPlan;
import org.tierlab.command.experiment.KeyOverride;
import org.tierlab.shell.run.Refusal;
import org.tierlab.shell.run.RunFiles;
import org.tierlab.shell.run.ShellRuns;

/** Starts a run in the background. */
final class RunCommand implements TierCommand {

  @Override
  public String word() {
    return "run";
  }

  @Override
  public String usage() {
    return "FILE [--set KEY=VALUE]... [--seed N] [--log FILE] [--out DIR] [--paused]";
  }

  @Override
  public String about() {
    return "Starts an experiment in the background.";
  }

  @Override
  public void execute(ShellRuns runs, Arguments arguments, Screen screen)
      throws InterruptedException {
    Path file = Path.of(arguments.word("the experiment"));
    List<KeyOverride> overrides = new ArrayList<>();
    RunFiles files = runs.files();
    long seed = -1;
    boolean isPaused = false;
    while (!arguments.isEmpty()) {
      String option = arguments.word("an option");
      switch (option) {
        case "--set" -> overrides.add(override(arguments.word("KEY=VALUE")));
        case "--seed" -> seed = seed(arguments);
        case "--log" -> files = new RunFiles(Path.of(arguments.word("FILE")), files.out());
        case "--out" -> files = new RunFiles(files.log(), Path.of(arguments.word("DIR")));
        case "--paused" -> isPaused = true;
        default -> throw arguments.wrong("'" + option + "' is no option");
      }
    }
    ExperimentPlan plan = runs.read(file, overrides);
    ExperimentPlan seeded = seed < 0 ? plan : plan.withSeed(seed);
    if (isPaused) {
      runs.startPaused(seeded, files);
    } else {
      runs.start(seeded, files);
    }
    screen.print(
        "%s %s with seed %d"
            .formatted(
                isPaused ? "paused before" : "running",
                seeded.experiment().name(),
                seeded.experiment().seed()));
  }

  @Override
  public List<String> completions(ShellRuns runs, List<String> before) {
    return before.isEmpty() ? List.of() : List.of("--set", "--seed", "--log", "--out", "--paused");
  }

  @Override
  public boolean takesExperiment(List<String> before) {
    return before.isEmpty();
  }

  private static KeyOverride override(String text) {
    try {
      return KeyOverride.parse(text, "--set");
    } catch (ExperimentException e) {
      throw new Refusal(String.valueOf(e.getMessage()));
    }
  }

  private static long seed(Arguments arguments) {
    String text = arguments.word("the seed");
    try {
      long seed = Long.parseLong(text);
      if (seed >= 0) {
        return seed;
      }
    } catch (NumberFormatException e) {
      throw arguments.wrong("--seed is '" + text + "', expected a whole number from 0");
    }
    throw arguments.wrong("--seed is '" + text + "', expected a whole number from 0");
  }
}
