package org.tierlab.shell.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.plugins.PluginCatalogue;
import org.tierlab.command.plugins.PluginEntry;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.result.Participant;
import org.tierlab.sim.result.RunResult;
import org.tierlab.sim.result.Summary;

/**
 * A plug-in that a run has in place.
 *
 * @param kind its kind
 * @param name what the run calls it
 * @param participant it, with its knobs
 * @param entry what is known of it, null if its bundle has gone
 */
public record Placed(
    PluginKind kind, String name, Participant participant, @Nullable PluginEntry entry) {

  /**
   * The plug-ins in place: sources, then policies in order of precedence, then the engine.
   *
   * @param state of the run
   * @param catalogue the plug-ins that are present
   * @return empty before the run has begun
   */
  public static List<Placed> of(RunResult state, PluginCatalogue catalogue) {
    List<Placed> all = new ArrayList<>();
    List<Summary> phases = state.phases();
    if (!phases.isEmpty()) {
      Summary present = phases.get(phases.size() - 1);
      present.sources().forEach(name -> add(all, PluginKind.SOURCE, name, state, catalogue));
      present.policies().forEach(name -> add(all, PluginKind.POLICY, name, state, catalogue));
      add(all, PluginKind.ENGINE, present.engine(), state, catalogue);
    }
    return all;
  }

  private static void add(
      List<Placed> all, PluginKind kind, String name, RunResult state, PluginCatalogue catalogue) {
    PluginEntry entry = null;
    Participant found = null;
    for (Participant one : state.participants()) {
      if (one.kind().equals(kind.word())
          && one.name().equals(name)
          && (found == null || entry == null || !isOf(entry, found))) {
        found = one;
        entry = catalogue.find(kind, one.plugin());
      }
    }
    if (found != null) {
      all.add(new Placed(kind, name, found, entry));
    }
  }

  /** Of several editions of a plug-in, the one that is there now is in place. */
  private static boolean isOf(PluginEntry entry, Participant participant) {
    return entry.provenance().equals(participant.provenance());
  }

  /**
   * Its knobs as they are in force.
   *
   * @return values by name
   */
  public Map<String, Object> knobs() {
    return participant.knobs();
  }

  /**
   * Name and plug-in.
   *
   * @return for example {@code abit}, or {@code cold (damos)} for one with a name of its own
   */
  public String title() {
    return setting(Map.of()).title();
  }

  /**
   * The plug-in with some knobs.
   *
   * @param values by knob name
   * @return a setting of its name
   */
  public PluginSetting setting(Map<String, Object> values) {
    return new PluginSetting(name, participant.plugin(), values);
  }

  /**
   * Kind and name, for messages.
   *
   * @return for example {@code source 'abit'}
   */
  public String label() {
    return kind.word() + " '" + name + "'";
  }
}
