package org.tierlab.sim.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.experiment.ScriptedChange;
import org.tierlab.sim.experiment.ScriptedChange.AtShare;
import org.tierlab.sim.experiment.ScriptedChange.AtStep;
import org.tierlab.sim.experiment.ScriptedChange.AtTime;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.task.SimTask;

/** What is due at a safe point: the experiment's own changes, then those of a replayed log. */
final class Script {
  private final Engine engine;
  private final Changes changes;
  private final List<ScriptedChange> scripted;
  private final List<LoggedChange> replayed = new ArrayList<>();
  private int nextScripted;
  private int nextReplayed;
  private volatile long expected = -1;

  Script(Engine engine, Changes changes, List<ScriptedChange> scripted) {
    this.engine = engine;
    this.changes = changes;
    this.scripted = scripted;
  }

  /** How many accesses the workload makes, negative if it does not know. */
  long expectedAccesses() {
    return expected;
  }

  void replay(List<LoggedChange> log) {
    for (LoggedChange logged : log) {
      if (!logged.repeatsItself()) {
        replayed.add(logged);
      }
    }
  }

  /** Refuses shares of a workload that does not know its length, and lists that do not fit. */
  void check(Population population, PluginSet set) {
    long sum = 0;
    for (SimTask task : population.allTasks()) {
      if (!task.background()) {
        sum = sum < 0 || task.expectedAccesses() < 0 ? -1 : sum + task.expectedAccesses();
      }
    }
    expected = sum;
    for (ScriptedChange change : scripted) {
      if (change.at() instanceof AtTime at && at.ns() < Long.MAX_VALUE / 1000) {
        // An event ends the step at its time.
        engine.events().at(at.ns() * 1000, () -> {});
      }
      if (change.at() instanceof AtShare && expected <= 0) {
        throw new IllegalArgumentException(
            "a swap at a share of the workload needs a workload that knows its number of accesses;"
                + " give a time instead");
      }
    }
    List<PluginSetting> sources = listed(set, PluginKind.SOURCE);
    List<PluginSetting> policies = listed(set, PluginKind.POLICY);
    for (ScriptedChange change : scripted) {
      sources = change.sources() == null ? sources : change.sources();
      policies = change.policies() == null ? policies : change.policies();
      refuseTwice(PluginKind.SOURCE, sources);
      refuseTwice(PluginKind.POLICY, policies);
      set.requireEvidence(sources, policies);
    }
  }

  /** What the run lists at present, attached or not. */
  private static List<PluginSetting> listed(PluginSet set, PluginKind kind) {
    List<PluginSetting> settings = new ArrayList<>();
    for (PluginSet.Place place : set.places(kind)) {
      settings.add(place.setting);
    }
    return settings;
  }

  private static void refuseTwice(PluginKind kind, List<PluginSetting> settings) {
    Set<String> names = new HashSet<>();
    for (PluginSetting setting : settings) {
      if (!names.add(setting.name())) {
        throw new IllegalArgumentException(
            kind.word() + " '" + setting.name() + "' is listed twice");
      }
    }
  }

  /** When a step has to end for what comes next, as far as that is known. */
  long nextPs() {
    if (nextScripted < scripted.size() && scripted.get(nextScripted).at() instanceof AtTime at) {
      return at.ns() < Long.MAX_VALUE / 1000 ? at.ns() * 1000 : Long.MAX_VALUE;
    }
    return nextScripted < scripted.size() ? engine.nowPs() + Engine.STEP_PS : Long.MAX_VALUE;
  }

  /**
   * Carries out what is due.
   *
   * @return whether a scripted change was
   */
  boolean run(long nowPs, long steps) {
    boolean any = false;
    while (nextScripted < scripted.size() && due(scripted.get(nextScripted), nowPs, steps)) {
      changes.apply(scripted.get(nextScripted++));
      engine.plugins().quarantineFailed();
      any = true;
    }
    while (nextReplayed < replayed.size() && replayed.get(nextReplayed).step() <= steps) {
      LoggedChange logged = replayed.get(nextReplayed++);
      engine.safePoint().replay(logged);
    }
    return any;
  }

  private boolean due(ScriptedChange change, long nowPs, long steps) {
    if (change.at() instanceof AtStep at) {
      return steps >= at.step();
    }
    if (change.at() instanceof AtTime at) {
      return nowPs / 1000 >= at.ns();
    }
    double share = ((AtShare) change.at()).share();
    long made = 0;
    for (SimTask task : engine.population().allTasks()) {
      made += task.background() ? 0 : task.accessesMade();
    }
    return made >= share * expected;
  }
}
