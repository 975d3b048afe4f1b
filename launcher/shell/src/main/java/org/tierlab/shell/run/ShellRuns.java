package org.tierlab.shell.run;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.experiment.ExperimentException;
import org.tierlab.command.experiment.ExperimentPlan;
import org.tierlab.command.experiment.ExperimentReader;
import org.tierlab.command.experiment.KeyOverride;
import org.tierlab.command.plugins.PluginCatalogue;
import org.tierlab.command.plugins.PluginHost;
import org.tierlab.command.plugins.RunPlugins;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.plugin.Plugins;

/** The runs of a shell, one after the other. Thread-safe. */
public final class ShellRuns {

  /** Why a run ended that somebody ended. */
  public static final String ENDED = "ended from the shell";

  private static final long STOP_WAIT_MS = 10_000;

  private final PluginHost plugins;
  private final BiFunction<Experiment, Plugins, Simulation> simulations;
  private final RunFiles files;
  private final Consumer<BackgroundRun> atEnd;
  private @Nullable BackgroundRun current;
  private int status;
  private volatile boolean isLeaving;

  /**
   * Has no run yet.
   *
   * @param plugins where the runs' plug-ins come from
   * @param simulations makes simulations
   * @param files what runs leave behind if nothing else is said
   * @param atEnd told of every run that is over
   */
  public ShellRuns(
      PluginHost plugins,
      BiFunction<Experiment, Plugins, Simulation> simulations,
      RunFiles files,
      Consumer<BackgroundRun> atEnd) {
    this.plugins = plugins;
    this.simulations = simulations;
    this.files = files;
    this.atEnd = atEnd;
  }

  /** The plug-ins that are present. */
  public PluginCatalogue catalogue() {
    return plugins;
  }

  /** What runs leave behind if nothing else is said. */
  public RunFiles files() {
    return files;
  }

  /**
   * Reads an experiment.
   *
   * @param file the experiment
   * @param overrides applied in order
   * @return a plan of one run
   * @throws Refusal if anything is wrong with it
   */
  public ExperimentPlan read(Path file, List<KeyOverride> overrides) {
    try {
      return new ExperimentReader(plugins).read(file, overrides).withRuns(1);
    } catch (ExperimentException e) {
      throw new Refusal(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Starts a run.
   *
   * @param plan what to run, once
   * @param leaves what it leaves behind
   * @throws Refusal if another is under way
   */
  public synchronized BackgroundRun start(ExperimentPlan plan, RunFiles leaves) {
    BackgroundRun run = make(plan, leaves);
    run.start();
    return run;
  }

  /**
   * Starts a run that waits before its first step, and waits until its plug-ins are in place.
   *
   * @param plan what to run, once
   * @param leaves what it leaves behind
   * @throws Refusal if another is under way
   */
  public BackgroundRun startPaused(ExperimentPlan plan, RunFiles leaves)
      throws InterruptedException {
    BackgroundRun run;
    synchronized (this) {
      run = make(plan, leaves);
      run.startPaused();
    }
    run.awaitBeginning();
    return run;
  }

  private BackgroundRun make(ExperimentPlan plan, RunFiles leaves) {
    BackgroundRun earlier = current;
    if (earlier != null) {
      if (!earlier.isOver()) {
        throw new Refusal("a run is under way; tier:end ends it");
      }
      status = Math.max(status, earlier.status());
    }
    RunPlugins lent = plugins.open();
    Simulation simulation = simulations.apply(plan.experiment(), lent);
    lent.serve(simulation);
    BackgroundRun made = new BackgroundRun(plan, plugins, lent, simulation, leaves, atEnd);
    current = made;
    return made;
  }

  /**
   * The latest run, over or not.
   *
   * @throws Refusal if there was none yet
   */
  public synchronized BackgroundRun current() {
    BackgroundRun run = current;
    if (run == null) {
      throw new Refusal("there is no run yet; tier:run FILE starts one");
    }
    return run;
  }

  /** Whether there was a run. */
  public synchronized boolean hasRun() {
    return current != null;
  }

  /**
   * Ends the run that is under way, if one is, with a partial result.
   *
   * @return whether one was
   */
  public boolean end() throws InterruptedException {
    BackgroundRun run;
    synchronized (this) {
      run = current;
    }
    if (run == null || run.isOver()) {
      return false;
    }
    run.stop(ENDED, STOP_WAIT_MS);
    return true;
  }

  /** The worst exit status that any run asks for. */
  public synchronized int status() {
    BackgroundRun run = current;
    return run == null ? status : Math.max(status, run.status());
  }

  /** Asks the shell to end after the present command. */
  public void leave() {
    isLeaving = true;
  }

  /** Whether somebody wants to leave. */
  public boolean isLeaving() {
    return isLeaving;
  }
}
