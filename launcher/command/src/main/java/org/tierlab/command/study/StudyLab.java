package org.tierlab.command.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tierlab.command.CommandFailure;
import org.tierlab.command.experiment.ExperimentPlan;
import org.tierlab.command.experiment.ExperimentReader;
import org.tierlab.command.experiment.KeyOverride;
import org.tierlab.command.experiment.MachineDescription;
import org.tierlab.command.experiment.Place;
import org.tierlab.command.plugins.PluginHost;
import org.tierlab.command.run.ParallelRuns;
import org.tierlab.command.run.Progress;
import org.tierlab.command.run.RunFailure;
import org.tierlab.command.run.SimulationFactory;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.result.RunResult;

/** Reads and runs the experiments of studies, with the plug-ins that only studies have. */
public final class StudyLab {
  private final StudyPlugins plugins;
  private final SimulationFactory simulations;
  private final int threads;
  private final int seeds;
  private final Progress progress;

  /**
   * Makes a lab.
   *
   * @param host the plug-ins that are present
   * @param simulations makes simulations
   * @param threads runs at once
   * @param seeds runs of a cell, with seeds from 1
   * @param progress told a few times a second
   */
  public StudyLab(
      PluginHost host, SimulationFactory simulations, int threads, int seeds, Progress progress) {
    plugins = new StudyPlugins(host);
    this.simulations = simulations;
    this.threads = threads;
    this.seeds = seeds;
    this.progress = progress;
  }

  /**
   * How many runs a cell has.
   *
   * @return at least 1
   */
  public int seeds() {
    return seeds;
  }

  /**
   * A machine description.
   *
   * @param name one that comes with Tierlab
   * @return the description
   */
  public MachineDescription machine(String name) {
    return MachineDescription.read(name, Path.of(""));
  }

  /**
   * An experiment.
   *
   * @param name what messages call it
   * @param yaml the experiment
   * @param settings values by key, as of {@code --set}
   * @return the experiment of the first seed
   */
  public Experiment read(String name, String yaml, Map<String, ?> settings) {
    List<KeyOverride> overrides = new ArrayList<>();
    settings.forEach(
        (key, value) ->
            overrides.add(new KeyOverride(key, value.toString(), new Place("study " + name))));
    ExperimentPlan plan =
        new ExperimentReader(plugins).read(yaml, "study " + name, Path.of(""), overrides);
    return plan.experiment();
  }

  /**
   * Runs experiments, each with every seed.
   *
   * @param experiments any number
   * @return for each its results by seed
   * @throws RunFailure if a run cannot be made
   */
  public List<List<RunResult>> run(List<Experiment> experiments) throws RunFailure {
    List<Experiment> seeded = new ArrayList<>();
    experiments.forEach(one -> seeded.addAll(new ExperimentPlan(one, seeds).seeded()));
    List<RunResult> flat =
        new ParallelRuns(plugins::open, simulations, threads, progress).run(seeded, run -> {});
    if (flat.size() < seeded.size()) {
      throw CommandFailure.interrupted("the study under way is not compared");
    }
    for (RunResult result : flat) {
      if (!result.complete() || !result.invariants().equals("ok")) {
        throw new RunFailure(
            "a run ended early or broke an invariant: %s %s"
                .formatted(result.stopped(), result.invariants()),
            new IllegalStateException());
      }
    }
    List<List<RunResult>> results = new ArrayList<>();
    for (int i = 0; i < experiments.size(); i++) {
      results.add(List.copyOf(flat.subList(i * seeds, (i + 1) * seeds)));
    }
    return results;
  }
}
