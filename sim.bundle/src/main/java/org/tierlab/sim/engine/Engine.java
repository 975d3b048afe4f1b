package org.tierlab.sim.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.hotness.HotnessStore;
import org.tierlab.sim.ledger.Ledger;
import org.tierlab.sim.machine.Machine;
import org.tierlab.sim.migration.CopyStation;
import org.tierlab.sim.migration.Pipeline;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.plugin.Plugins;
import org.tierlab.sim.recording.Recorder;
import org.tierlab.sim.result.RunResult;
import org.tierlab.sim.task.SimTask;
import org.tierlab.sim.task.TaskRunner;

/**
 * The loop of a run: it orders events and steps. What happens in them is the business of machine,
 * page table, tasks and pipeline.
 *
 * <p>Between two steps is a safe point: there plug-ins come and go. A step ends at the next event,
 * or after {@link #STEP_PS}; events closer together than {@link #LEAST_STEP_PS} share a step.
 */
public final class Engine implements Simulation {
  /**
   * Longest step, picoseconds: bandwidth in use and CPU shares hold for so long. A tick at HZ 1000.
   */
  static final long STEP_PS = 1_000_000_000L;

  /** Shortest step, picoseconds. Assumed: below the cost of anything that an event stands for. */
  static final long LEAST_STEP_PS = 1_000_000L;

  private final Experiment experiment;
  private final Plugins plugins;
  private final ModeLimits limits;
  private final Ledger ledger = new Ledger();
  private final Guard guard = new Guard();
  private final EventQueue events = new EventQueue();
  private final Machine machine;
  private final Population population;
  private final HotnessStore store;
  private final CopyStation station;
  private final Pipeline pipeline;
  private final Faults faults;
  private final TaskRunner runner;
  private final PluginSet set;
  private final PressureHandlers pressure;
  private final Changes changes;
  private final Script script;
  private final Report report;
  private final OracleReckoning oracle;
  private final LawsOfTasks drawnLaws = new LawsOfTasks(this);
  private final Workloads workloads;
  private final Watchdog watchdog;
  private final RunControl control = new RunControl(guard);
  private final SafePoint safePoint;
  private final Recording recording = new Recording();
  private final CompletableFuture<RunResult> outcome = new CompletableFuture<>();
  private @Nullable Pace pace;
  private long nowPs;
  private long steps;

  /**
   * Makes a run.
   *
   * @param experiment what to run
   * @param plugins where its plug-ins come from
   * @param callBudget how long, on the wall, one call into a plug-in may take
   */
  public Engine(Experiment experiment, Plugins plugins, Duration callBudget) {
    this.experiment = experiment;
    this.plugins = plugins;
    machine = new Machine(experiment.machine(), ledger);
    population = new Population(this, machine.nodes());
    limits = new ModeLimits(experiment.mode(), population);
    store = new HotnessStore(ledger);
    station = new CopyStation(machine);
    set = new PluginSet(this, plugins);
    pressure = new PressureHandlers(guard, machine, set);
    pipeline = new Pipeline(machine, ledger, station, pressure);
    faults = new Faults(this);
    runner = new TaskRunner(machine, faults);
    changes = new Changes(this, set);
    script = new Script(this, changes, experiment.changes());
    report = new Report(this, experiment);
    safePoint = new SafePoint(this, plugins, set, changes, script, report, control);
    workloads = new Workloads(this, experiment, plugins);
    oracle = new OracleReckoning(this, experiment, plugins);
    watchdog = new Watchdog(guard, callBudget, this::abandon);
  }

  @Override
  public RunResult run() throws IOException {
    Thread thread = new Thread(this::runToEnd, "tierlab-run");
    thread.setDaemon(true);
    thread.start();
    watchdog.start();
    try {
      return outcome.join();
    } catch (java.util.concurrent.CompletionException e) {
      if (e.getCause() instanceof IOException input) {
        throw input;
      }
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw e;
    } finally {
      watchdog.stop();
    }
  }

  private void runToEnd() {
    try {
      StageEvent building = StageEvent.begin(experiment.name(), "build");
      prepare();
      building.commit();
      StageEvent simulating = StageEvent.begin(experiment.name(), "simulate");
      loop();
      simulating.commit();
      closeWorkloads();
      StageEvent reckoning = StageEvent.begin(experiment.name(), "oracle");
      oracle.reckon();
      reckoning.commit();
      StageEvent checking = StageEvent.begin(experiment.name(), "check");
      finish();
      checking.commit();
      RunResult result = report.result(!control.stopping());
      end();
      outcome.complete(result);
    } catch (Guard.AbandonedError e) {
      // The watchdog has completed the outcome.
      closeWorkloads();
      end();
    } catch (Exception | Error e) {
      try {
        closeWorkloads();
        end();
      } finally {
        outcome.completeExceptionally(e);
      }
    }
  }

  private void end() {
    control.lock();
    try {
      control.close();
      set.releaseAll();
      control.serve();
    } finally {
      control.unlock();
    }
  }

  private void closeWorkloads() {
    control.lock();
    try {
      workloads.close();
    } finally {
      control.unlock();
    }
  }

  private void prepare() throws IOException {
    control.lock();
    try {
      recording.begin(machine, ledger);
      watchAccesses();
      workloads.build();
      report.begin(workloads.unit());
      oracle.begin();
      safePoint.attachAll(experiment);
      recording.at(nowPs);
    } finally {
      control.unlock();
    }
  }

  private void loop() {
    while (true) {
      control.lock();
      try {
        safePoint.reached();
        while (control.waiting()) {
          control.awaitRequest();
          safePoint.reached();
        }
        if (done()) {
          return;
        }
        StepEvent event = new StepEvent();
        event.begin();
        long before = nowPs;
        step();
        event.tell(before, nowPs);
        recording.at(nowPs);
        control.stepped(nowPs);
      } finally {
        control.unlock();
      }
    }
  }

  private boolean done() {
    if (workloads.failed()) {
      control.stop(workloads.failure());
    }
    return !population.unfinished() || nowPs / 1000 >= experiment.limitNs() || control.stopping();
  }

  private void step() {
    pipeline.beginStep(set.policies().size() > 1);
    while (events.nextPs() <= nowPs) {
      events.runNext();
    }
    long limitPs =
        experiment.limitNs() > Long.MAX_VALUE / 1000 ? Long.MAX_VALUE : experiment.limitNs() * 1000;
    long from = nowPs;
    long end = pace == null ? endOfExactStep(limitPs) : pace.begin(from, limitPs);
    boolean finished = runner.step(population.running(), from, end);
    machine.endStep((end - from) / 1000.0);
    nowPs = end;
    steps++;
    if (finished) {
      population.reap();
    }
    oracle.stepEnded();
  }

  /** At the next event, and after a tick at the latest. */
  long endOfExactStep(long limitPs) {
    long end = Math.min(nowPs + STEP_PS, Math.max(events.nextPs(), nowPs + LEAST_STEP_PS));
    return Math.max(nowPs + 1, Math.min(end, limitPs));
  }

  /** When a step has to end for what lies outside of it, as far as that is known. */
  long nextLookPs() {
    return Math.min(script.nextPs(), recording.nextPs());
  }

  /** Runs the next event at its time, before tasks get there. */
  void runEventAhead() {
    nowPs = Math.max(nowPs, events.nextPs());
    events.runNext();
  }

  private void finish() {
    control.lock();
    try {
      set.quarantineFailed();
      report.finish(new Invariants(this).check());
      recording.finish(nowPs);
    } finally {
      control.unlock();
    }
  }

  /** The watchdog has lost patience with a plug-in: the run ends here, without its thread. */
  private void abandon(Attachment stuck) {
    guard.abandon();
    control.stop(
        stuck.kind().word()
            + " '"
            + stuck.name()
            + "' did not return within "
            + watchdog.budget().toMillis()
            + " ms");
    outcome.complete(report.result(false));
    // The run's thread may hold the lock for ever.
    control.close();
    control.serve();
  }

  @Override
  public CompletableFuture<LoggedChange> request(Change change, String origin) {
    CompletableFuture<LoggedChange> future = new CompletableFuture<>();
    control.ask(
        () -> {
          if (control.over()) {
            future.completeExceptionally(new IllegalStateException("the run is over"));
          } else {
            future.complete(safePoint.apply(change, origin, ""));
          }
        });
    return future;
  }

  @Override
  public void replay(List<LoggedChange> log) {
    script.replay(log);
  }

  @Override
  public void record(Recorder newRecorder) {
    recording.recorder(newRecorder);
  }

  @Override
  public void withdraw(Object instance) {
    if (!control.lockUnlessAbandoned()) {
      return;
    }
    try {
      if (workloads.withdraw(instance)) {
        control.stop(workloads.failure());
        closeWorkloads();
        return;
      }
      safePoint.withdraw(instance);
    } finally {
      control.unlock();
    }
  }

  @Override
  public void offer(PluginKind kind, String name) {
    control.ask(() -> safePoint.offer(kind, name));
  }

  @Override
  public void pause() {
    control.pause();
  }

  @Override
  public void resume() {
    control.resume();
  }

  @Override
  public void step(long ns) {
    control.ask(() -> control.goOnUntil(nowPs + ns * 1000));
  }

  @Override
  public void stop(String why) {
    control.stop(why);
  }

  @Override
  public RunResult snapshot() {
    return report.result(false);
  }

  @Override
  public CompletableFuture<RunResult> settled() {
    CompletableFuture<RunResult> future = new CompletableFuture<>();
    control.ask(
        () -> {
          report.publish();
          future.complete(snapshot());
        });
    return future;
  }

  @Override
  public long expectedAccesses() {
    return script.expectedAccesses();
  }

  /** Has the accesses of tasks drawn that are about to start, if that is asked for. */
  void drawAccesses(List<SimTask> tasks) {
    if (limits.statistical()) {
      drawnLaws.draw(tasks);
      pace = new Pace(this, drawnLaws.tables());
    }
  }

  /** Those who watch accesses are others than before. */
  void watchAccesses() {
    runner.watch(Monitors.of(guard, set, recording.observer()));
  }

  /** A task has done what it must not: the run ends with what there is. */
  void workloadBroke(SimTask task, String why) {
    workloads.fail(task, why);
  }

  /** A second instance of every workload. */
  ShadowWorkloads shadow() {
    return ShadowWorkloads.build(this, experiment, plugins);
  }

  /** What the run's mode and files rule out. */
  ModeLimits limits() {
    return limits;
  }

  /** Where plug-ins come and go. */
  SafePoint safePoint() {
    return safePoint;
  }

  Recording recording() {
    return recording;
  }

  PressureHandlers pressure() {
    return pressure;
  }

  Workloads workloads() {
    return workloads;
  }

  OracleReckoning oracle() {
    return oracle;
  }

  String stopReason() {
    return control.stopReason();
  }

  long seed() {
    return experiment.seed();
  }

  long nowPs() {
    return nowPs;
  }

  long steps() {
    return steps;
  }

  long finishedPs() {
    return runner.finishedPs();
  }

  Guard guard() {
    return guard;
  }

  EventQueue events() {
    return events;
  }

  Machine machine() {
    return machine;
  }

  Population population() {
    return population;
  }

  Ledger ledger() {
    return ledger;
  }

  HotnessStore store() {
    return store;
  }

  CopyStation station() {
    return station;
  }

  Pipeline pipeline() {
    return pipeline;
  }

  Faults faults() {
    return faults;
  }

  PluginSet plugins() {
    return set;
  }

  List<LoggedChange> log() {
    return new ArrayList<>(changes.log());
  }

  List<Attachment> sources() {
    return set.sources();
  }

  List<Attachment> policies() {
    return set.policies();
  }
}
