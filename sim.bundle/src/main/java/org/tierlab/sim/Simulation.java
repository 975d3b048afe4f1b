package org.tierlab.sim;

import java.time.Duration;
import java.util.List;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.plugin.Plugins;
import org.tierlab.sim.result.RunResult;

/**
 * One run of an experiment on a simulated machine.
 *
 * <p>{@link #run} is called once, on a thread of the caller's. The other methods may be called from
 * any thread at any time; they take effect at the next safe point, between two engine steps.
 */
public interface Simulation {
  /**
   * Makes a run.
   *
   * @param experiment what to run
   * @param plugins where its plug-ins come from
   * @return a run that has not started
   */
  static Simulation of(Experiment experiment, Plugins plugins) {
    return of(experiment, plugins, Duration.ofSeconds(20));
  }

  /**
   * Makes a run with a budget of its own for calls into plug-ins.
   *
   * @param experiment what to run
   * @param plugins where its plug-ins come from
   * @param callBudget how long, on the wall, one call may take before the run is given up
   * @return a run that has not started
   */
  static Simulation of(Experiment experiment, Plugins plugins, Duration callBudget) {
    return new org.tierlab.sim.engine.Engine(experiment, plugins, callBudget);
  }

  /**
   * Runs to the end of the workload, the time limit or a stop.
   *
   * @return what was found
   * @throws Plugins.UnknownPluginException if a plug-in is missing at the start
   * @throws org.tierlab.api.knob.KnobException if a knob is refused
   * @throws IllegalArgumentException if the experiment cannot run: evidence missing, memory too
   *     small; the message is one line
   * @throws java.io.IOException if the workload cannot read an input
   */
  RunResult run() throws java.io.IOException;

  /**
   * Asks for a change.
   *
   * @param change what to do
   * @param origin who asks, for the log
   * @return completes with what the log holds, once the change was carried out or refused
   */
  java.util.concurrent.CompletableFuture<LoggedChange> request(Change change, String origin);

  /**
   * Applies those changes of an earlier run's log that did not come from its script, at the safe
   * points where they were made. Called before {@link #run}.
   *
   * @param log the changes in order
   */
  void replay(List<LoggedChange> log);

  /**
   * Has the run recorded. Called before {@link #run}.
   *
   * @param recorder of this run alone; changes nothing of its result
   */
  void record(org.tierlab.sim.recording.Recorder recorder);

  /**
   * The service of a plug-in is going away: if the run uses this instance, it is detached before
   * the call returns, and never called again.
   *
   * @param instance the instance of a lease
   */
  void withdraw(Object instance);

  /**
   * A plug-in has come or a better one than before: if the run lists the name, it is attached at
   * the next safe point.
   *
   * @param kind its kind
   * @param name its name
   */
  void offer(PluginKind kind, String name);

  /** Stops before the next step until {@link #resume}. */
  void pause();

  /** Goes on after {@link #pause}. */
  void resume();

  /**
   * While paused, lets simulated time pass and pauses again.
   *
   * @param ns nanoseconds, rounded up to whole steps
   */
  void step(long ns);

  /**
   * Ends the run at the next safe point with a partial result.
   *
   * @param why for the result
   */
  void stop(String why);

  /**
   * The state at the last safe point, as a result that is not complete. Never waits for a plug-in.
   *
   * @return a partial result without hash
   */
  RunResult snapshot();

  /**
   * Waits for the next safe point, where everything that was asked for before has taken effect.
   *
   * @return completes there with the state, as {@link #snapshot} has it
   */
  java.util.concurrent.CompletableFuture<RunResult> settled();

  /**
   * How many accesses the workload makes until it is done, background tasks not counted.
   *
   * @return negative if the workload does not know, or has not been built yet
   */
  long expectedAccesses();
}
