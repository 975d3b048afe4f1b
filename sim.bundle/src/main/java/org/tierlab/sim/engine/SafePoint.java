package org.tierlab.sim.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.plugin.Plugins;
import org.tierlab.sim.plugin.Plugins.Lease;

/**
 * The place between two steps: here plug-ins come and go, and the state is consistent for those who
 * look on.
 */
final class SafePoint {
  private final Engine engine;
  private final Plugins plugins;
  private final PluginSet set;
  private final Changes changes;
  private final Script script;
  private final Report report;
  private final RunControl control;
  private final List<Written> written = new ArrayList<>();

  /** Knobs that a plug-in wants to set. */
  private record Written(Change change, String origin) {}

  SafePoint(
      Engine engine,
      Plugins plugins,
      PluginSet set,
      Changes changes,
      Script script,
      Report report,
      RunControl control) {
    this.engine = engine;
    this.plugins = plugins;
    this.set = set;
    this.changes = changes;
    this.script = script;
    this.report = report;
    this.control = control;
  }

  /** Attaches what an experiment lists, before the first step. */
  void attachAll(Experiment experiment) {
    insertAll(PluginKind.SOURCE, experiment.sources());
    insertAll(PluginKind.POLICY, experiment.policies());
    if (experiment.engine() != null) {
      insertAll(PluginKind.ENGINE, List.of(experiment.engine()));
    }
    set.requireEvidence(experiment.sources(), experiment.policies());
    script.check(engine.population(), set);
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

  /** Carries out what is due between two steps. */
  void reached() {
    if (set.quarantineFailed()) {
      report.phase();
    }
    writes();
    if (script.run(engine.nowPs(), engine.steps())) {
      report.phase();
    }
    control.serve();
    report.publish();
  }

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

  /** Carries out a change that somebody asked for, now or in the run that is replayed. */
  LoggedChange apply(Change change, String origin, String sha256) {
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
      apply(earlier.change(), "replay", earlier.sha256());
    }
  }

  /** Detaches a plug-in whose service goes away, if it takes part. */
  void withdraw(Object instance) {
    PluginSet.Place place = control.over() ? null : set.placeOf(instance);
    Attachment occupant = place == null ? null : place.occupant;
    if (occupant != null) {
      reached();
      Change gone = new Change(Change.Action.WITHDRAWN, occupant.kind(), occupant.name(), null);
      apply(gone, "framework", "");
      report.publish();
    }
  }

  /** A service is there that may fill vacant places of its name, or fill them better. */
  void offer(PluginKind kind, String name) {
    if (!control.over() && kind != PluginKind.WORKLOAD) {
      for (String listed : set.namesOf(kind, name)) {
        restore(kind, listed);
      }
    }
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
    apply(new Change(Change.Action.RESTORED, kind, name, null), "framework", "");
  }
}
