package org.tierlab.shell.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.knob.KnobInfo;
import org.tierlab.command.experiment.ExperimentPlan;
import org.tierlab.command.plugins.PluginCatalogue;
import org.tierlab.command.plugins.PluginEntry;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.experiment.ScriptedChange;
import org.tierlab.sim.experiment.ScriptedChange.AtStep;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.plugin.PluginKind;

/**
 * A run with what was done to it by hand, as an experiment that does the same by itself: each
 * change of its log becomes a swap at the engine's step at which it happened, those of its own
 * script included.
 *
 * <p>What plug-ins changed of each other they do again. What the framework did, because a bundle
 * stopped or was updated, an experiment cannot say; a log can.
 */
public final class SavedSession {

  private final PluginCatalogue catalogue;
  private final List<PluginSetting> sources;
  private final List<PluginSetting> policies;
  private @Nullable PluginSetting engine;

  private SavedSession(Experiment experiment, PluginCatalogue catalogue) {
    this.catalogue = catalogue;
    this.sources = new ArrayList<>(experiment.sources());
    this.policies = new ArrayList<>(experiment.policies());
    this.engine = experiment.engine();
  }

  /**
   * Makes an experiment of a run.
   *
   * @param plan what was run
   * @param changes its log
   * @param catalogue knows which knobs are shared
   * @return the plan with other swaps
   * @throws Refusal if the framework has changed something
   */
  public static ExperimentPlan of(
      ExperimentPlan plan, List<LoggedChange> changes, PluginCatalogue catalogue) {
    SavedSession session = new SavedSession(plan.experiment(), catalogue);
    List<ScriptedChange> scripted = new ArrayList<>();
    for (LoggedChange logged : changes) {
      if (logged.outcome().equals("done") && !isOfAPlugin(logged)) {
        scripted.add(session.scripted(logged));
      }
    }
    return new ExperimentPlan(plan.experiment().withChanges(scripted), 1);
  }

  private static boolean isOfAPlugin(LoggedChange logged) {
    return logged.origin().indexOf(' ') > 0;
  }

  private ScriptedChange scripted(LoggedChange logged) {
    Change change = logged.change();
    switch (change.action()) {
      case ADD -> list(change.kind()).add(coming(change));
      case REMOVE -> list(change.kind()).removeIf(one -> one.name().equals(change.oldName()));
      case SWAP -> replace(change.kind(), change.oldName(), coming(change));
      case KNOB -> retune(change.kind(), coming(change));
      case WITHDRAWN, RESTORED ->
          throw new Refusal(
              "a bundle stopped or was updated in this session, which an experiment cannot say; its"
                  + " log can be replayed: ./tierlab run --replay LOG");
    }
    AtStep at = new AtStep(logged.step());
    return change.kind() == PluginKind.ENGINE && change.action() != Change.Action.KNOB
        ? new ScriptedChange(at, null, null, engine)
        : new ScriptedChange(at, List.copyOf(sources), List.copyOf(policies), engine);
  }

  private static PluginSetting coming(Change change) {
    PluginSetting setting = change.setting();
    if (setting == null) {
      throw new IllegalStateException(change + " brings no plug-in");
    }
    return setting;
  }

  private List<PluginSetting> list(PluginKind kind) {
    return kind == PluginKind.SOURCE ? sources : policies;
  }

  private void replace(PluginKind kind, @Nullable String old, PluginSetting coming) {
    if (kind == PluginKind.ENGINE) {
      engine = coming;
    } else {
      list(kind).replaceAll(one -> one.name().equals(old) ? coming : one);
    }
  }

  /** A knob of the kernel that others share is theirs, too. */
  private void retune(PluginKind kind, PluginSetting changed) {
    for (Map.Entry<String, Object> value : changed.knobs().entrySet()) {
      String kernel = kernel(kind, changed.plugin(), value.getKey());
      sources.replaceAll(one -> with(PluginKind.SOURCE, one, kind, changed, value, kernel));
      policies.replaceAll(one -> with(PluginKind.POLICY, one, kind, changed, value, kernel));
      PluginSetting present = engine;
      if (present != null) {
        engine = with(PluginKind.ENGINE, present, kind, changed, value, kernel);
      }
    }
  }

  private PluginSetting with(
      PluginKind kind,
      PluginSetting one,
      PluginKind changedKind,
      PluginSetting changed,
      Map.Entry<String, Object> value,
      String kernel) {
    if (kind == changedKind && one.name().equals(changed.name())) {
      return with(one, value.getKey(), value.getValue());
    }
    PluginEntry entry = kernel.isEmpty() ? null : catalogue.find(kind, one.plugin());
    if (entry != null) {
      for (KnobInfo knob : entry.knobs()) {
        if (knob.kernel().equals(kernel)) {
          return with(one, knob.name(), value.getValue());
        }
      }
    }
    return one;
  }

  private static PluginSetting with(PluginSetting one, String knob, Object value) {
    Map<String, Object> values = new LinkedHashMap<>(one.knobs());
    values.put(knob, value);
    return one.withKnobs(values);
  }

  /** The kernel's name of a knob, empty if it has none or one for each of several. */
  private String kernel(PluginKind kind, String plugin, String knob) {
    PluginEntry entry = catalogue.find(kind, plugin);
    KnobInfo info = entry == null ? null : entry.knobSet().find(knob);
    return info == null || info.kernel().contains("/N/") ? "" : info.kernel();
  }
}
