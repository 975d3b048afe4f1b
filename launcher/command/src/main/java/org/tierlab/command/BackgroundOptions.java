package org.tierlab.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.experiment.ExperimentPlan;
import org.tierlab.command.experiment.ExperimentReader;
import org.tierlab.command.experiment.KeyOverride;
import org.tierlab.command.shell.ShellRequest;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of commands that keep a run in the background. */
final class BackgroundOptions {

  @Parameters(arity = "0..1", paramLabel = "EXPERIMENT.yaml", description = "The experiment.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Give a key another value: workload.repeat=3, sources.0.scan_size_mb=64.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--seed", paramLabel = "N", description = "The run's seed.")
  private @Nullable Long seed;

  @Option(names = "--log", paramLabel = "FILE", description = "Write the run's change log.")
  private @Nullable Path log;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write result.json and the change log to this folder.")
  private @Nullable Path out;

  @Option(
      names = "--load",
      paramLabel = "DIR",
      description = "Watch this folder for plug-in jars in place of the distribution's load/.")
  private @Nullable Path load;

  @Option(
      names = "--paused",
      description = "Pause the run before its first step, until it is resumed or stepped.")
  private boolean isPaused;

  /** What was asked for. */
  ShellRequest request(CommandEnvironment environment) {
    if (load != null && !Files.isDirectory(load)) {
      throw CommandFailure.input("--load is " + load + ", expected a folder");
    }
    return new ShellRequest(
        plan(environment),
        environment.plugins(),
        (experiment, plugins) -> environment.simulations().of(experiment, plugins),
        log,
        out,
        isPaused);
  }

  private @Nullable ExperimentPlan plan(CommandEnvironment environment) {
    if (file == null) {
      if (!settings.isEmpty() || seed != null || isPaused) {
        throw CommandFailure.input("--set, --seed and --paused need an experiment");
      }
      return null;
    }
    List<KeyOverride> overrides = new ArrayList<>();
    settings.forEach(setting -> overrides.add(KeyOverride.parse(setting, "--set")));
    ExperimentPlan plan =
        new ExperimentReader(environment.plugins()).read(file, overrides).withRuns(1);
    if (seed == null) {
      return plan;
    }
    if (seed < 0) {
      throw CommandFailure.input("--seed is " + seed + ", expected a whole number from 0");
    }
    return plan.withSeed(seed);
  }
}
