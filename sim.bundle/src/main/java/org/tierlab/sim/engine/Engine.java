package org.tierlab.sim.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.knob.KnobException;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.AccessMode;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.hotness.HotnessStore;
import org.tierlab.sim.ledger.Ledger;
import org.tierlab.sim.machine.Machine;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.migration.CopyStation;
import org.tierlab.sim.migration.Pipeline;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.plugin.Plugins;
import org.tierlab.sim.plugin.Plugins.Lease;
import org.tierlab.sim.recording.Recorder;
import org.tierlab.sim.recording.RecordingSetting;
import org.tierlab.sim.result.RunResult;
import org.tierlab.sim.tape.Tape;
import org.tierlab.sim.task.AccessTap;
import org.tierlab.sim.task.SimTask;
import org.tierlab.sim.task.TaskRunner;

/**
 * The loop of a run: it orders events and steps. What happens in them is the business of machine,
 * page table, tasks and pipeline.
 *
 * <p>Between two steps is a safe point: there plug-ins come and go. A step ends at the next event,
 * or after {@link #STEP_PS}; events closer together than {@link #LEAST_STEP_PS} share a step.
 */
public final class Engine implements Simulation, Pipeline.Surroundings {
  /**
   * Longest step, picoseconds: bandwidth in use and CPU shares hold for so long. A tick at HZ 1000.
   */
  static final long STEP_PS = 1_000_000_000L;

  /** Shortest step, picoseconds. Assumed: below the cost of anything that an event stands for. */
  static final long LEAST_STEP_PS = 1_000_000L;

  private final Experiment experiment;
  private final Plugins plugins;
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
  private final Changes changes;
  private final Script script;
  private final Report report;
  private final OracleReckoning oracle;
  private final LawsOfTasks drawnLaws = new LawsOfTasks(this);
  private final Workloads workloads;
  private final Watchdog watchdog;
  private final RunControl control = new RunControl(guard);
  private final List<Written> written = new ArrayList<>();
  private final CompletableFuture<RunResult> outcome = new CompletableFuture<>();
  private Recorder recorder = Recorder.none();
  private @Nullable Tape tape;
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
    store = new HotnessStore(ledger);
    station = new CopyStation(machine);
    pipeline = new Pipeline(machine, ledger, station, this);
    faults = new Faults(this);
    runner = new TaskRunner(machine, faults);
    set = new PluginSet(this, plugins);
    changes = new Changes(this, set);
    script = new Script(this, changes, experiment.changes());
    report = new Report(this, experiment);
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
      machine.timeline(recorder.timeline());
      RecordingSetting setting = recorder.setting();
      if (setting != null) {
        Tape fresh = new Tape(setting, ledger, machine);
        tape = fresh;
        recorder.begin(fresh::recording);
        runner.observe(fresh.observer());
      }
      workloads.build();
      report.begin(workloads.unit());
      oracle.begin();
      attachAll();
      record();
    } finally {
      control.unlock();
    }
  }

  private void attachAll() {
    insertAll(PluginKind.SOURCE, experiment.sources());
    insertAll(PluginKind.POLICY, experiment.policies());
    if (experiment.engine() != null) {
      insertAll(PluginKind.ENGINE, List.of(experiment.engine()));
    }
    set.requireEvidence(experiment.sources(), experiment.policies());
    script.check(population, set);
    report.phase();
  }

  private void insertAll(PluginKind kind, List<PluginSetting> settings) {
    for (PluginSetting setting : settings) {
      if (set.find(kind, setting.name()) >= 0) {
        throw new IllegalArgumentException(
            kind.word() + " '" + setting.name() + "' is listed twice");
      }
      set.insert(kind, set.places(kind).size(), setting, "");
    }
  }

  private void loop() {
    while (true) {
      control.lock();
      try {
        safePoint();
        while (control.waiting()) {
          control.awaitRequest();
          safePoint();
        }
        if (done()) {
          return;
        }
        StepEvent event = new StepEvent();
        event.begin();
        long before = nowPs;
        step();
        event.tell(before, nowPs);
        record();
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

  /** Knobs that a plug-in wants to set. */
  private record Written(Change change, String origin) {}

  /** Notes what a plug-in writes to another's knobs, for the next safe point. */
  void write(Attachment writer, String plugin, Map<String, Object> values) {
    Attachment other = set.attached(plugin);
    PluginKind kind = other == null ? PluginKind.POLICY : other.kind();
    PluginSetting setting =
        other == null ? new PluginSetting(plugin, values) : other.setting().withKnobs(values);
    written.add(
        new Written(
            Change.knobs(kind, setting), LoggedChange.origin(writer.kind(), writer.name())));
  }

  /** Carries out what plug-ins have written since the last safe point, before all else. */
  private void writes() {
    if (written.isEmpty()) {
      return;
    }
    List<Written> due = List.copyOf(written);
    written.clear();
    for (Written one : due) {
      changes.apply(one.change(), one.origin(), "");
    }
    if (set.quarantineFailed()) {
      report.phase();
    }
    report.refresh();
  }

  /** Here plug-ins come and go, and the state is consistent for those who look on. */
  private void safePoint() {
    if (set.quarantineFailed()) {
      report.phase();
    }
    writes();
    if (script.run(nowPs, steps)) {
      report.phase();
    }
    control.serve();
    report.publish();
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
    Tape present = tape;
    long recorded = present == null ? Long.MAX_VALUE : present.nextPs();
    return Math.min(script.nextPs(), recorded);
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
      if (tape != null) {
        tape.finish(nowPs);
      }
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
            future.complete(applyRequested(change, origin, ""));
          }
        });
    return future;
  }

  /** Carries out a change that somebody asked for, now or in the run that is replayed. */
  LoggedChange applyRequested(Change change, String origin, String sha256) {
    LoggedChange logged = changes.apply(change, origin, sha256);
    set.quarantineFailed();
    report.phase();
    return logged;
  }

  /** Repeats a change of the run that is replayed; what was refused there is refused here. */
  void replay(LoggedChange earlier) {
    if (earlier.outcome().startsWith("refused")) {
      changes.refused(earlier);
      report.phase();
    } else {
      applyRequested(earlier.change(), "replay", earlier.sha256());
    }
  }

  @Override
  public void replay(List<LoggedChange> log) {
    script.replay(log);
  }

  @Override
  public void record(Recorder newRecorder) {
    recorder = newRecorder;
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
      PluginSet.Place place = control.over() ? null : set.placeOf(instance);
      Attachment occupant = place == null ? null : place.occupant;
      if (occupant != null) {
        safePoint();
        Change gone = new Change(Change.Action.WITHDRAWN, occupant.kind(), occupant.name(), null);
        applyRequested(gone, "framework", "");
        report.publish();
      }
    } finally {
      control.unlock();
    }
  }

  @Override
  public void offer(PluginKind kind, String name) {
    control.ask(
        () -> {
          if (!control.over() && kind != PluginKind.WORKLOAD) {
            for (String listed : set.namesOf(kind, name)) {
              restore(kind, listed);
            }
          }
        });
  }

  private void restore(PluginKind kind, String name) {
    PluginSet.Place place = set.places(kind).get(set.find(kind, name));
    Attachment occupant = place.occupant;
    if (occupant != null) {
      Lease best;
      try {
        best = plugins.obtain(kind, place.setting.plugin());
      } catch (Plugins.UnknownPluginException e) {
        return;
      }
      boolean same = best.provenance().equals(occupant.lease().provenance());
      best.release().run();
      if (same) {
        return;
      }
    }
    applyRequested(new Change(Change.Action.RESTORED, kind, name, null), "framework", "");
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

  @Override
  public void wakeKswapd(int node) {
    for (Attachment policy : set.policies()) {
      var handler = policy.pressure;
      if (handler != null) {
        guard.call(policy, () -> handler.pressure(node, null));
      }
    }
  }

  @Override
  public void allocated(int node) {
    for (Attachment policy : set.policies()) {
      var handler = policy.pressure;
      if (handler != null && machine.node(node).freePages() < policy.pressureBelow(node)) {
        guard.call(policy, () -> handler.pressure(node, null));
      }
    }
  }

  /** Has the accesses of tasks drawn that are about to start, if that is asked for. */
  void drawAccesses(List<SimTask> tasks) {
    if (experiment.mode() == AccessMode.STATISTICAL) {
      drawnLaws.draw(tasks);
      pace = new Pace(this, drawnLaws.tables());
    }
  }

  /** Refuses a process that starts late where accesses are drawn. */
  void requireExact(String process) {
    if (experiment.mode() == AccessMode.STATISTICAL) {
      throw new IllegalArgumentException(
          "mode 'statistical' cannot be used: process '"
              + process
              + "' starts in mid-run; use mode 'exact'");
    }
  }

  /** Refuses files in a mode that draws accesses. */
  void requireExactFiles(String file) {
    if (experiment.mode() == AccessMode.STATISTICAL) {
      throw new IllegalArgumentException(
          "mode 'statistical' cannot be used: file '"
              + file
              + "' is read through its page cache; use mode 'exact'");
    }
  }

  /** Refuses a bound that reads or sees page numbers of processes alone. */
  void requireNoFiles(Attachment plugin, String what) {
    if (!population.pageCaches().isEmpty()) {
      throw new KnobException(
          "policies",
          plugin.kind().word()
              + " '"
              + plugin.name()
              + "' "
              + what
              + " of mapped memory; it cannot be used with file '"
              + population.pageCaches().get(0).name()
              + "', which is read through its page cache");
    }
  }

  /** Refuses a plug-in that needs accesses one by one where they are drawn. */
  void requireExact(Attachment plugin, String what) {
    if (experiment.mode() == AccessMode.STATISTICAL) {
      throw new KnobException(
          "mode",
          plugin.kind().word()
              + " '"
              + plugin.name()
              + "' "
              + what
              + ", which mode 'statistical' does not make one by one; use mode 'exact'");
    }
  }

  /** The sources that watch accesses are others than before. */
  void watchAccesses() {
    runner.watch(Monitors.of(set.sources()));
  }

  /** A process has exited: nothing is kept of it. */
  void exited(AddressSpace mm) {
    for (Attachment source : set.sources()) {
      source.marks.forget(mm);
    }
  }

  /** A migration has lost the PROT_NONE mark of a page. */
  void lostMark(AddressSpace mm, long page) {
    for (Attachment source : set.sources()) {
      source.marks.clear(mm, page);
    }
  }

  /** A task has done what it must not: the run ends with what there is. */
  void workloadBroke(SimTask task, String why) {
    workloads.fail(task, why);
  }

  /** Sets who sees every access. */
  void tap(@Nullable AccessTap tap) {
    runner.tap(tap);
  }

  /** A second instance of every workload. */
  ShadowWorkloads shadow() {
    return ShadowWorkloads.build(this, experiment, plugins);
  }

  private void record() {
    Tape present = tape;
    if (present != null) {
      present.at(nowPs);
    }
  }

  /** A process has been mapped and not yet populated. */
  void mapped(AddressSpace mm) {
    Tape present = tape;
    if (present != null) {
      present.started(mm);
    }
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

  /** What the run lists at present, attached or not. */
  List<PluginSetting> listed(PluginKind kind) {
    List<PluginSetting> settings = new ArrayList<>();
    for (PluginSet.Place place : set.places(kind)) {
      settings.add(place.setting);
    }
    return settings;
  }

  List<Attachment> sources() {
    return set.sources();
  }

  List<Attachment> policies() {
    return set.policies();
  }
}
