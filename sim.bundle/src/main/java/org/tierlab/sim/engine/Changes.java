package org.tierlab.sim.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.knob.KnobException;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.experiment.ScriptedChange;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.plugin.PluginKind;

/** Carries out exchanges at safe points and logs them. */
final class Changes {
  private final Engine engine;
  private final PluginSet set;
  private final List<LoggedChange> log = new ArrayList<>();

  Changes(Engine engine, PluginSet set) {
    this.engine = engine;
    this.set = set;
  }

  List<LoggedChange> log() {
    return List.copyOf(log);
  }

  /**
   * Carries one change out; what cannot be done is logged with its reason.
   *
   * @param sha256 the jar that the coming plug-in must be from, empty for any
   */
  LoggedChange apply(Change change, String origin, String sha256) {
    String outcome = "done";
    try {
      switch (change.action()) {
        case ADD -> add(change, sha256);
        case REMOVE -> set.remove(change.kind(), index(change));
        case SWAP -> swap(change, sha256);
        case KNOB -> knobs(change);
        case WITHDRAWN -> set.vacate(set.places(change.kind()).get(index(change)));
        case RESTORED -> restore(change, sha256);
      }
      String missing = set.missingEvidence();
      if (!missing.isEmpty() && !origin.equals("script")) {
        outcome = "done; but " + missing;
      }
    } catch (IllegalArgumentException e) {
      outcome = "refused: " + e.getMessage();
    }
    return record(change, origin, outcome);
  }

  /** Logs a change that an earlier run refused. */
  void refused(LoggedChange earlier) {
    record(earlier.change(), "replay", earlier.outcome());
  }

  private LoggedChange record(Change change, String origin, String outcome) {
    LoggedChange logged =
        new LoggedChange(
            engine.nowPs() / 1000, engine.steps(), change, origin, sha256(change), outcome);
    log.add(logged);
    return logged;
  }

  private String sha256(Change change) {
    if (change.kind() == PluginKind.WORKLOAD) {
      return "";
    }
    String name = change.setting() == null ? change.oldName() : change.setting().name();
    int index = name == null ? -1 : set.find(change.kind(), name);
    if (index < 0) {
      return "";
    }
    Attachment occupant = set.places(change.kind()).get(index).occupant;
    return occupant == null ? "" : occupant.lease().provenance().sha256();
  }

  private int index(Change change) {
    String name = Objects.requireNonNull(change.oldName());
    int index = set.find(change.kind(), name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "the run has no "
              + change.kind().word()
              + " '"
              + name
              + "'; it has "
              + set.names(change.kind()));
    }
    return index;
  }

  private static PluginSetting coming(Change change) {
    return Objects.requireNonNull(change.setting());
  }

  private void add(Change change, String sha256) {
    PluginSetting setting = coming(change);
    if (set.find(change.kind(), setting.name()) >= 0) {
      throw new IllegalArgumentException(
          change.kind().word() + " '" + setting.name() + "' takes part already");
    }
    if (change.kind() == PluginKind.ENGINE && !set.places(PluginKind.ENGINE).isEmpty()) {
      throw new IllegalArgumentException("there is an engine already; swap it");
    }
    set.insert(change.kind(), set.places(change.kind()).size(), setting, sha256);
  }

  private void swap(Change change, String sha256) {
    int index = index(change);
    PluginSetting setting = coming(change);
    int present = set.find(change.kind(), setting.name());
    if (present >= 0 && present != index) {
      throw new IllegalArgumentException(
          change.kind().word() + " '" + setting.name() + "' takes part already");
    }
    Attachment next = set.lease(change.kind(), setting, sha256);
    set.vacate(set.places(change.kind()).get(index));
    PluginSet.Place place = new PluginSet.Place(setting);
    set.places(change.kind()).set(index, place);
    set.occupy(change.kind(), place, next);
  }

  private void restore(Change change, String sha256) {
    PluginSet.Place place = set.places(change.kind()).get(index(change));
    Attachment next = set.lease(change.kind(), place.setting, sha256);
    set.vacate(place);
    set.occupy(change.kind(), place, next);
  }

  /** Sets knobs; plug-ins that share the kernel's name of a knob follow. */
  private void knobs(Change change) {
    PluginSet.Place place = set.places(change.kind()).get(index(change));
    Attachment occupant = place.occupant;
    if (occupant == null) {
      throw new IllegalArgumentException(
          change.kind().word() + " '" + change.oldName() + "' is not attached");
    }
    Map<Attachment, Map<String, Object>> all = new LinkedHashMap<>();
    all.put(occupant, coming(change).knobs());
    for (Map.Entry<String, Object> value : coming(change).knobs().entrySet()) {
      String kernel = occupant.knobs().kernelName(value.getKey());
      for (Attachment other : others(occupant)) {
        String shared = other.knobs().sharing(kernel);
        if (!shared.isEmpty()) {
          all.computeIfAbsent(other, unused -> new LinkedHashMap<>()).put(shared, value.getValue());
        }
      }
    }
    all.forEach((plugin, values) -> plugin.knobs().check(values));
    all.forEach((plugin, values) -> plugin.knobs().set(values));
    all.keySet().forEach(this::tell);
  }

  private List<Attachment> others(Attachment occupant) {
    List<Attachment> all = new ArrayList<>(set.sources());
    all.addAll(set.policies());
    all.remove(occupant);
    return all;
  }

  private void tell(Attachment plugin) {
    for (Runnable listener : plugin.knobs().listeners()) {
      engine.guard().call(plugin, listener);
    }
  }

  /** Makes the lists what a script says; what stays the same stays attached. */
  void apply(ScriptedChange scripted) {
    if (scripted.sources() != null) {
      become(PluginKind.SOURCE, scripted.sources());
    }
    if (scripted.policies() != null) {
      become(PluginKind.POLICY, scripted.policies());
    }
    if (scripted.engine() != null) {
      become(PluginKind.ENGINE, List.of(scripted.engine()));
    }
  }

  private void become(PluginKind kind, List<PluginSetting> wanted) {
    List<PluginSet.Place> places = set.places(kind);
    int done = 0;
    for (PluginSetting setting : wanted) {
      PluginSet.Place same = named(places, setting.name(), done);
      if (same != null) {
        places.remove(same);
        places.add(done++, same);
        retune(kind, same, setting);
      } else if (done < places.size() && !isNamed(wanted, places.get(done).setting.name())) {
        apply(Change.swap(kind, places.get(done++).setting.name(), setting), "script", "");
      } else if (insertScripted(kind, done, setting)) {
        done++;
      }
    }
    while (places.size() > done) {
      apply(Change.remove(kind, places.get(places.size() - 1).setting.name()), "script", "");
    }
    set.reordered();
  }

  /** A plug-in that stays takes its new knobs; one of them that cannot change makes it a swap. */
  private void retune(PluginKind kind, PluginSet.Place place, PluginSetting setting) {
    Attachment occupant = place.occupant;
    if (place.setting.equals(setting)) {
      return;
    }
    try {
      if (occupant == null
          || !place.setting.plugin().equals(setting.plugin())
          || !occupant.knobs().changeable(setting.knobs())) {
        apply(Change.swap(kind, setting.name(), setting), "script", "");
        return;
      }
      Map<String, Object> different = occupant.knobs().different(setting.knobs());
      place.setting = setting;
      if (!different.isEmpty()) {
        apply(Change.knobs(kind, setting.withKnobs(different)), "script", "");
      }
    } catch (KnobException e) {
      Change change = Change.knobs(kind, setting);
      record(change, "script", "refused: " + e.getMessage());
    }
  }

  private static boolean isNamed(List<PluginSetting> wanted, String name) {
    return wanted.stream().anyMatch(setting -> setting.name().equals(name));
  }

  private boolean insertScripted(PluginKind kind, int index, PluginSetting setting) {
    String outcome = "done";
    try {
      set.insert(kind, index, setting, "");
    } catch (IllegalArgumentException e) {
      outcome = "refused: " + e.getMessage();
    }
    record(Change.add(kind, setting), "script", outcome);
    return outcome.equals("done");
  }

  private static PluginSet.@Nullable Place named(
      List<PluginSet.Place> places, String name, int from) {
    for (int i = from; i < places.size(); i++) {
      if (places.get(i).setting.name().equals(name)) {
        return places.get(i);
      }
    }
    return null;
  }
}
