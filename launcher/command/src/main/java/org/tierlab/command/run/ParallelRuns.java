package org.tierlab.command.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.plugins.RunPlugins;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.result.RunResult;

/**
 * Makes runs side by side on worker threads. Which results come out does not depend on the number
 * of threads: runs share nothing but the plug-ins' code.
 *
 * <p>An interrupt of the calling thread stops the runs under way at their next safe point and drops
 * those that have not begun.
 */
public final class ParallelRuns {

  /** Why a run ended that the user interrupted. */
  public static final String INTERRUPTED = "interrupted";

  private static final long PROGRESS_MS = 250;
  private static final long STOP_WAIT_MS = 5_000;

  private final Supplier<RunPlugins> plugins;
  private final SimulationFactory simulations;
  private final int threads;
  private final Progress progress;
  private final List<Simulation> running = new CopyOnWriteArrayList<>();
  private volatile boolean isStopping;

  /**
   * Prepares runs.
   *
   * @param plugins opens the plug-ins to a run
   * @param simulations makes the simulations
   * @param threads how many runs are under way at once
   * @param progress told a few times a second
   */
  public ParallelRuns(
      Supplier<RunPlugins> plugins, SimulationFactory simulations, int threads, Progress progress) {
    this.plugins = plugins;
    this.simulations = simulations;
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * Makes the runs.
   *
   * @param experiments one a run
   * @param prepare called with each simulation before it runs
   * @return their results in the same order; fewer if interrupted
   * @throws RunFailure if one cannot run
   */
  public List<RunResult> run(List<Experiment> experiments, Consumer<Simulation> prepare)
      throws RunFailure {
    return runEach(experiments, (number, simulation) -> prepare.accept(simulation));
  }

  /** Called with each simulation before it runs. */
  @FunctionalInterface
  public interface Preparation {
    /**
     * Prepares a run.
     *
     * @param number its place among the experiments
     * @param simulation not yet run
     */
    void prepare(int number, Simulation simulation);
  }

  /**
   * Makes the runs.
   *
   * @param experiments one a run
   * @param prepare called with each simulation and its number before it runs
   * @return their results in the same order; fewer if interrupted
   * @throws RunFailure if one cannot run
   */
  public List<RunResult> runEach(List<Experiment> experiments, Preparation prepare)
      throws RunFailure {
    ExecutorService workers = Executors.newFixedThreadPool(threads, ParallelRuns::worker);
    try {
      List<Future<@Nullable RunResult>> futures = new ArrayList<>();
      for (int i = 0; i < experiments.size(); i++) {
        int number = i;
        Callable<@Nullable RunResult> run =
            () -> run(experiments.get(number), simulation -> prepare.prepare(number, simulation));
        futures.add(workers.submit(run));
      }
      return collect(futures);
    } finally {
      workers.shutdownNow();
    }
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "tierlab-run");
    thread.setDaemon(true);
    return thread;
  }

  private @Nullable RunResult run(Experiment experiment, Consumer<Simulation> prepare)
      throws IOException {
    if (isStopping) {
      return null;
    }
    try (RunPlugins leases = plugins.get()) {
      Simulation simulation = simulations.of(experiment, leases);
      leases.serve(simulation);
      prepare.accept(simulation);
      running.add(simulation);
      if (isStopping) {
        simulation.stop(INTERRUPTED);
      }
      try {
        return simulation.run();
      } finally {
        running.remove(simulation);
      }
    }
  }

  private List<RunResult> collect(List<Future<@Nullable RunResult>> futures) throws RunFailure {
    List<RunResult> results = new ArrayList<>();
    try {
      for (Future<@Nullable RunResult> future : futures) {
        add(results, await(future, results.size(), futures.size()));
      }
      return results;
    } catch (InterruptedException e) {
      return stopped(futures);
    } catch (ExecutionException e) {
      stop("another run failed");
      throw failure(e.getCause() == null ? e : e.getCause());
    }
  }

  private @Nullable RunResult await(Future<@Nullable RunResult> future, int finished, int total)
      throws InterruptedException, ExecutionException {
    while (true) {
      try {
        return future.get(PROGRESS_MS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        progress.at(finished, total, List.copyOf(running));
      }
    }
  }

  private void stop(String why) {
    isStopping = true;
    running.forEach(simulation -> simulation.stop(why));
  }

  /** What the runs have so far; one that does not stop in time gives its last safe point. */
  private List<RunResult> stopped(List<Future<@Nullable RunResult>> futures) throws RunFailure {
    stop(INTERRUPTED);
    List<RunResult> results = new ArrayList<>();
    for (Future<@Nullable RunResult> future : futures) {
      try {
        add(results, future.get(STOP_WAIT_MS, TimeUnit.MILLISECONDS));
      } catch (InterruptedException | TimeoutException e) {
        running.forEach(simulation -> results.add(simulation.snapshot()));
        return results;
      } catch (ExecutionException e) {
        throw failure(e.getCause() == null ? e : e.getCause());
      }
    }
    return results;
  }

  private static void add(List<RunResult> results, @Nullable RunResult result) {
    if (result != null) {
      results.add(result);
    }
  }

  private static RunFailure failure(Throwable cause) {
    if (cause instanceof IllegalArgumentException || cause instanceof IOException) {
      return new RunFailure(reason(cause), cause);
    }
    if (cause instanceof Error error) {
      throw error;
    }
    throw cause instanceof RuntimeException bug ? bug : new IllegalStateException(cause);
  }

  private static String reason(Throwable cause) {
    if (cause instanceof NoSuchFileException || cause instanceof FileNotFoundException) {
      return cause.getMessage() + ": there is no such file";
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
