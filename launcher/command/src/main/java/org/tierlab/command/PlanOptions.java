package org.tierlab.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.experiment.ExperimentPlan;
import org.tierlab.command.experiment.ExperimentReader;
import org.tierlab.command.experiment.KeyOverride;
import org.tierlab.command.plugins.PluginCatalogue;
import org.tierlab.sim.experiment.OracleSetting.When;
import picocli.CommandLine.Option;

/** The options of commands that run an experiment. */
final class PlanOptions {

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Give a key another value: workload.repeat=3, sources.0.scan_size_mb=64.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--seed", paramLabel = "N", description = "The first run's seed.")
  private @Nullable Long seed;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "How many runs, with the seeds that follow the first.")
  private @Nullable Integer runs;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many runs at once; as many as there are CPUs if not given.")
  private @Nullable Integer threads;

  @Option(
      names = "--oracle",
      negatable = true,
      description = "Tell the oracle bound of every run, however long it is; --no-oracle: of none.")
  private @Nullable Boolean oracle;

  @Option(
      names = "--bounds",
      description = "Run the workload under every policy that is a bound, too.")
  private boolean bounds;

  @Option(names = "--json", description = "Print one JSON document in place of tables.")
  private boolean json;

  boolean isJson() {
    return json;
  }

  /**
   * The plans of the bounds that shall run beside an experiment.
   *
   * @param plan the experiment
   * @param catalogue knows the bounds
   * @return plans by policy, none unless asked for
   */
  Map<String, ExperimentPlan> bounds(ExperimentPlan plan, PluginCatalogue catalogue) {
    Map<String, ExperimentPlan> plans = new LinkedHashMap<>();
    if (bounds) {
      catalogue.bounds().forEach(policy -> plans.put(policy, plan.under(policy)));
    }
    return plans;
  }

  /** Whether anything changes the experiment. */
  boolean changesExperiment() {
    return !settings.isEmpty() || seed != null || runs != null;
  }

  int threads() {
    if (threads == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    return atLeastOne("--threads", threads);
  }

  /**
   * Reads the experiment.
   *
   * @param file the experiment
   * @param reader knows the plug-ins
   * @param variant one that the experiment lists, applied after {@code --set}; null for none
   * @param more further overrides, applied last
   */
  ExperimentPlan read(
      Path file, ExperimentReader reader, @Nullable String variant, List<KeyOverride> more) {
    List<KeyOverride> overrides = new ArrayList<>();
    settings.forEach(setting -> overrides.add(KeyOverride.parse(setting, "--set")));
    ExperimentPlan plan = reader.read(file, overrides, variant, more);
    if (seed != null) {
      plan = plan.withSeed(notNegative(seed));
    }
    if (oracle != null) {
      plan = plan.withOracle(oracle ? When.ALWAYS : When.NEVER);
    }
    return runs == null ? plan : plan.withRuns(atLeastOne("--runs", runs));
  }

  /** How many runs were asked for, null if that is left to the experiment. */
  @Nullable Integer runs() {
    return runs == null ? null : (Integer) atLeastOne("--runs", runs);
  }

  private static long notNegative(long seed) {
    if (seed < 0) {
      throw CommandFailure.input("--seed is " + seed + ", expected a whole number from 0");
    }
    return seed;
  }

  private static int atLeastOne(String option, int number) {
    if (number < 1 || number > 10_000) {
      throw CommandFailure.input(
          option + " is " + number + ", expected a whole number from 1 to 10000");
    }
    return number;
  }
}
