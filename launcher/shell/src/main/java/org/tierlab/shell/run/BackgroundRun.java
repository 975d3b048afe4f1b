package org.tierlab.shell.run;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.experiment.ExperimentPlan;
import org.tierlab.command.out.RunFolder;
import org.tierlab.command.out.RunRecorder;
import org.tierlab.command.plugins.PluginHost;
import org.tierlab.command.plugins.RunPlugins;
import org.tierlab.command.report.Figures;
import org.tierlab.report.figure.Figure;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.recording.Recording;
import org.tierlab.sim.recording.RecordingSetting;
import org.tierlab.sim.result.RunResult;

/**
 * A run on a thread of its own. Its methods may be called from any thread; those that wait end when
 * the run does.
 */
public final class BackgroundRun {

  private static final String ORIGIN = "shell";
  private static final long POLL_MS = 5;
  private static final long FIRST_POLL_NS = 100_000;

  private final ExperimentPlan plan;
  private final PluginHost host;
  private final RunPlugins plugins;
  private final Simulation simulation;
  private final RunRecorder recorder = new RunRecorder(RecordingSetting.automatic(), null);
  private final RunFiles files;
  private final Consumer<BackgroundRun> atEnd;
  private final CompletableFuture<RunResult> end = new CompletableFuture<>();
  private final Thread thread = new Thread(this::run, "tierlab-shell-run");
  private final RunningTime running = new RunningTime(System::nanoTime);
  private volatile @Nullable String problem;

  /**
   * Prepares a run.
   *
   * @param plan what to run, once
   * @param host where its plug-ins come from
   * @param plugins its plug-ins, closed after the run
   * @param simulation not yet run
   * @param files what it leaves behind
   * @param atEnd told once the run is over and its files are written, on the run's thread
   */
  BackgroundRun(
      ExperimentPlan plan,
      PluginHost host,
      RunPlugins plugins,
      Simulation simulation,
      RunFiles files,
      Consumer<BackgroundRun> atEnd) {
    this.plan = plan;
    this.host = host;
    this.plugins = plugins;
    this.simulation = simulation;
    this.files = files;
    this.atEnd = atEnd;
    simulation.record(recorder.recorder());
    thread.setDaemon(true);
  }

  void start() {
    running.resume();
    thread.start();
  }

  void startPaused() {
    simulation.pause();
    thread.start();
  }

  /** Waits until the first plug-ins are in place, or the run is over because they cannot be. */
  void awaitBeginning() throws InterruptedException {
    Future<RunResult> begun = simulation.settled();
    while (!begun.isDone() && !awaitEnd(POLL_MS)) {
      // Looks again: a run that fails before its first step settles nothing.
    }
  }

  /** The run counts as over once its plug-ins are given back and its files are written. */
  private void run() {
    try {
      RunResult result = simulate();
      running.pause();
      end.complete(result);
    } catch (IOException | RuntimeException e) {
      fail(e instanceof IOException ? "cannot read " + reason(e) : reason(e), e);
    } catch (Error e) {
      fail(e.toString(), e);
      throw e;
    } finally {
      atEnd.accept(this);
    }
  }

  private RunResult simulate() throws IOException {
    try (plugins) {
      RunResult result = simulation.run();
      write(result);
      return result;
    }
  }

  private void fail(String why, Throwable cause) {
    problem = why;
    running.pause();
    end.completeExceptionally(cause);
  }

  private static String reason(Exception e) {
    return (e.getMessage() == null ? e.toString() : e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
  }

  private void write(RunResult result) {
    try {
      files.write(plan, RunFolder.Run.of(result, recorder), host);
    } catch (IOException e) {
      problem = "cannot write what the run found: " + reason(e);
    }
  }

  /** What is run. */
  public ExperimentPlan plan() {
    return plan;
  }

  /** Whether the run has ended, by itself or not. */
  public boolean isOver() {
    return end.isDone();
  }

  /** Whether the run waits for {@link #resume} or {@link #step}. */
  public boolean isPaused() {
    return !isOver() && running.isPaused();
  }

  /** How long the run has been running on the wall, pauses not counted, nanoseconds. */
  public long runningNs() {
    return running.ns();
  }

  /** How many accesses the workload makes, negative if unknown. */
  public long expectedAccesses() {
    return simulation.expectedAccesses();
  }

  /** The result if there is one, the state at the last safe point otherwise. */
  public RunResult now() {
    return end.isDone() && !end.isCompletedExceptionally() ? end.join() : simulation.snapshot();
  }

  /** What has been recorded so far. */
  public Recording recording() {
    return recorder.recording();
  }

  /** Figures that the recording's samples do not tell. */
  public List<Figure> figures() {
    return recorder.figures();
  }

  /**
   * Why there is no result, or what went wrong beside it.
   *
   * @return null if nothing did
   */
  public @Nullable String problem() {
    return problem;
  }

  /** The exit status that the run asks for: 0 if it is complete and its invariants hold. */
  int status() {
    if (end.isCompletedExceptionally()) {
      return 2;
    }
    RunResult result = now();
    return problem == null && result.complete() && result.invariants().equals("ok") ? 0 : 1;
  }

  /**
   * Makes a change at the next safe point.
   *
   * @param change what to do
   * @return what the log holds of it
   * @throws Refusal if it was refused, or the run is over
   */
  public LoggedChange change(Change change) throws InterruptedException {
    return change(change, ORIGIN);
  }

  /**
   * Makes a change at the next safe point.
   *
   * @param change what to do
   * @param origin who asks, for the log
   * @return what the log holds of it
   * @throws Refusal if it was refused, or the run is over
   */
  public LoggedChange change(Change change, String origin) throws InterruptedException {
    requireRunning();
    LoggedChange logged = await(simulation.request(change, origin));
    if (logged.outcome().startsWith("refused: ")) {
      throw new Refusal(logged.outcome().substring("refused: ".length()));
    }
    return logged;
  }

  /** Pauses the run and returns where it stands then. */
  public RunResult pause() throws InterruptedException {
    requireRunning();
    simulation.pause();
    running.pause();
    return await(simulation.settled());
  }

  /** Lets the run go on. */
  public void resume() {
    requireRunning();
    if (!running.isPaused()) {
      throw new Refusal("the run is not paused");
    }
    running.resume();
    simulation.resume();
  }

  /**
   * Lets a paused run go on for some simulated time, and waits for it.
   *
   * @param ns nanoseconds
   * @return where it stands then
   */
  public RunResult step(long ns) throws InterruptedException {
    requireRunning();
    if (!running.isPaused()) {
      throw new Refusal("the run is not paused; tier:pause pauses it");
    }
    long until = await(simulation.settled()).simulatedNs() + ns;
    running.resume();
    simulation.step(ns);
    try {
      return awaitTime(until);
    } finally {
      running.pause();
    }
  }

  /**
   * Waits until the run has come to a simulated time, or is over.
   *
   * @param ns nanoseconds from its start
   * @return where it stands then
   */
  public RunResult awaitTime(long ns) throws InterruptedException {
    RunResult state = now();
    // A short step takes less than a poll.
    long waitNs = FIRST_POLL_NS;
    while (state.simulatedNs() < ns && !awaitEndNs(waitNs)) {
      state = now();
      waitNs = Math.min(2 * waitNs, TimeUnit.MILLISECONDS.toNanos(POLL_MS));
    }
    return now();
  }

  /**
   * Waits for the end of the run.
   *
   * @param ms how long at most
   * @return whether it is over
   */
  public boolean awaitEnd(long ms) throws InterruptedException {
    return awaitEndNs(TimeUnit.MILLISECONDS.toNanos(ms));
  }

  private boolean awaitEndNs(long ns) throws InterruptedException {
    try {
      end.get(ns, TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException e) {
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  /**
   * Ends the run with a partial result and waits for it.
   *
   * @param why for the result
   * @param waitMs how long; a run that hangs in a plug-in leaves its last safe point behind
   */
  void stop(String why, long waitMs) throws InterruptedException {
    simulation.stop(why);
    if (!awaitEnd(waitMs)) {
      write(simulation.snapshot());
    }
  }

  /**
   * What became of the run, in one line.
   *
   * @return for people
   */
  public String epilogue() {
    String trouble = problem;
    if (end.isCompletedExceptionally()) {
      return "the run failed: " + trouble;
    }
    RunResult result = now();
    String what =
        result.complete()
            ? Figures.format(
                "the run is complete: %s simulated, invariants %s, hash %s",
                Figures.time(result.simulatedNs()), result.invariants(), result.hash())
            : Figures.format(
                "the run ended early at %s: %s",
                Figures.time(result.simulatedNs()), result.stopped());
    return trouble == null ? what : what + "; " + trouble;
  }

  private void requireRunning() {
    if (isOver()) {
      throw new Refusal("the run is over; tier:run FILE starts another");
    }
  }

  private <T> T await(Future<T> future) throws InterruptedException {
    while (true) {
      try {
        return future.get(POLL_MS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        requireRunning();
      } catch (ExecutionException e) {
        throw new Refusal(
            String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
      }
    }
  }
}
