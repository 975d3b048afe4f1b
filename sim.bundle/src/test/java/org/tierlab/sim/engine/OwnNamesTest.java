package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.SourceSpec;
import org.tierlab.api.knob.Knob;
import org.tierlab.sim.Lab;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.experiment.ScriptedChange;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.result.Participant;
import org.tierlab.sim.result.RunResult;

/** A plug-in that a run lists more than once. */
@Timeout(60)
class OwnNamesTest {
  record CountingKnobs(
      @Knob(value = "1", kernel = "/sys/kernel/x/N/step", about = "Own.") int step,
      @Knob(value = "5", kernel = "vm.common", about = "Shared.") int common) {}

  private final List<String> log = new ArrayList<>();
  private final List<Long> draws = new ArrayList<>();

  /** Counts its step at every knob change and at the start. */
  private HotnessSource counting() {
    return new HotnessSource() {
      @Override
      public SourceSpec spec() {
        return new SourceSpec(CountingKnobs.class, Set.of());
      }

      @Override
      public void attach(SourceContext context) {
        var knobs = context.knobs(CountingKnobs.class);
        log.add(context.name() + " " + knobs.get().step());
        draws.add(context.random().nextLong());
        context.counter("counted").add(knobs.get().step());
        knobs.onChange(
            () -> {
              log.add(context.name() + " " + knobs.get().step() + "/" + knobs.get().common());
              context.counter("counted").add(knobs.get().step());
            });
      }
    };
  }

  private static PluginSetting named(String name, int step) {
    return new PluginSetting(name, "count", Map.of("step", step));
  }

  private Lab lab() {
    return new Lab()
        .offer(PluginKind.SOURCE, "count", this::counting)
        .list(PluginKind.SOURCE, named("hot", 2))
        .list(PluginKind.SOURCE, named("cold", 3));
  }

  private static Map<String, Participant> participants(RunResult result) {
    Map<String, Participant> found = new java.util.TreeMap<>();
    result.participants().stream()
        .filter(one -> one.kind().equals("source"))
        .forEach(one -> found.put(one.name(), one));
    return found;
  }

  private static RunResult run(Lab lab, Change... changes) {
    Simulation simulation = lab.simulation();
    List<CompletableFuture<LoggedChange>> asked = new ArrayList<>();
    for (Change change : changes) {
      asked.add(simulation.request(change, "test"));
    }
    RunResult result = Lab.run(simulation);
    assertThat(result.complete()).isTrue();
    assertThat(asked).allMatch(CompletableFuture::isDone);
    assertThat(result.invariants()).isEqualTo("ok");
    return result;
  }

  @Test
  void eachHasKnobsCountersAndARandomStreamOfItsOwn() {
    RunResult result = run(lab());
    Map<String, Participant> all = participants(result);
    assertThat(all.keySet()).containsExactly("cold", "hot");
    assertThat(all.get("hot").plugin()).isEqualTo("count");
    assertThat(all.get("hot").stats()).containsEntry("counted", 2L);
    assertThat(all.get("cold").stats()).containsEntry("counted", 3L);
    assertThat(result.vmstat()).containsEntry("counted", 5L);
    assertThat(result.total().sources()).containsExactly("hot", "cold");
    assertThat(draws).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void aKnobOfANumberedDirectoryIsItsOwnAndASysctlIsEverybodys() {
    RunResult result =
        run(
            lab(),
            Change.knobs(
                PluginKind.SOURCE,
                new PluginSetting("cold", "count", Map.of("step", 7, "common", 6))));
    assertThat(result.changes()).extracting(LoggedChange::outcome).containsExactly("done");
    assertThat(participants(result).get("cold").knobs())
        .containsEntry("step", 7)
        .containsEntry("common", 6);
    assertThat(participants(result).get("hot").knobs())
        .containsEntry("step", 2)
        .containsEntry("common", 6);
  }

  @Test
  void swapsGoByTheOwnName() {
    RunResult result =
        run(
            lab(),
            Change.remove(PluginKind.SOURCE, "hot"),
            Change.add(PluginKind.SOURCE, named("cold", 4)),
            Change.add(PluginKind.SOURCE, named("third", 4)),
            Change.swap(PluginKind.SOURCE, "cold", named("hot", 9)));
    assertThat(result.changes())
        .extracting(LoggedChange::outcome)
        .containsExactly("done", "refused: source 'cold' takes part already", "done", "done");
    List<String> last = result.phases().get(result.phases().size() - 1).sources();
    assertThat(last).containsExactly("hot", "third");
    assertThat(participants(result).get("hot").stats())
        .as("a later instance of a name goes on with its statistics")
        .containsEntry("counted", 11L);
  }

  @Test
  void aScriptThatGivesANameToAnotherPluginSwapsIt() {
    Lab lab =
        lab()
            .offer(PluginKind.SOURCE, "other", () -> Lab.aSource(context -> {}))
            .change(
                new ScriptedChange(
                    new ScriptedChange.AtTime(1_000_000),
                    List.of(named("hot", 5), new PluginSetting("cold", "other", Map.of())),
                    null,
                    null));
    RunResult result = run(lab);
    assertThat(result.changes())
        .extracting(logged -> logged.change().action() + " " + logged.change().oldName())
        .containsExactly("KNOB hot", "SWAP cold");
    assertThat(log).hasSize(3).last().isEqualTo("hot 5/5");
  }

  @Test
  void aBetterServiceIsOfferedToAllOfItsPlugin() {
    Lab lab = lab();
    Simulation simulation = lab.simulation();
    CompletableFuture<LoggedChange> gone =
        simulation.request(
            new Change(Change.Action.WITHDRAWN, PluginKind.SOURCE, "cold", null), "test");
    simulation.offer(PluginKind.SOURCE, "count");
    RunResult result = Lab.run(simulation);
    assertThat(gone.join().outcome()).isEqualTo("done");
    assertThat(result.changes())
        .extracting(logged -> logged.change().action() + " " + logged.change().oldName())
        .containsExactly("WITHDRAWN cold", "RESTORED cold");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b", "a:b", "-a", "a b"})
  void aNameThatTablesAndKnobsCouldNotHoldIsRefused(String name) {
    assertThatThrownBy(() -> new PluginSetting(name, "count", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected letters, digits, - and _");
  }
}
