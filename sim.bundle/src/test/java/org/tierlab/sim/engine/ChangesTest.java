package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
import org.tierlab.sim.result.RunResult;
import org.tierlab.sim.result.Summary;

@Timeout(60)
class ChangesTest {
  record WideKnobs(
      @Knob(value = "5", min = 0, max = 100, kernel = "vm.shared", about = "Shared.") int shared,
      @Knob(value = "1", runtime = false, about = "Fixed.") int fixed) {}

  record NarrowKnobs(
      @Knob(value = "5", min = 0, max = 10, kernel = "vm.shared", about = "Shared.") int common) {}

  private final List<String> log = new ArrayList<>();

  private <K extends Record> HotnessSource knobbed(Class<K> type, Function<K, Integer> value) {
    return new HotnessSource() {
      @Override
      public SourceSpec spec() {
        return new SourceSpec(type, Set.of());
      }

      @Override
      public void attach(SourceContext context) {
        var knobs = context.knobs(type);
        knobs.onChange(() -> log.add(type.getSimpleName() + " " + value.apply(knobs.get())));
      }
    };
  }

  private Lab knobbedLab() {
    return new Lab()
        .offer(PluginKind.SOURCE, "wide", () -> knobbed(WideKnobs.class, WideKnobs::shared))
        .offer(PluginKind.SOURCE, "narrow", () -> knobbed(NarrowKnobs.class, NarrowKnobs::common))
        .list(PluginKind.SOURCE, PluginSetting.of("wide"))
        .list(PluginKind.SOURCE, PluginSetting.of("narrow"));
  }

  /** Makes requests before the run starts: they are carried out at its first safe point. */
  private static List<LoggedChange> apply(Lab lab, Change... changes) {
    Simulation simulation = lab.simulation();
    List<CompletableFuture<LoggedChange>> futures = new ArrayList<>();
    for (Change change : changes) {
      futures.add(simulation.request(change, "test"));
    }
    RunResult result = Lab.run(simulation);
    assertThat(result.complete()).isTrue();
    assertThat(result.invariants()).isEqualTo("ok");
    List<LoggedChange> logged = futures.stream().map(CompletableFuture::join).toList();
    assertThat(result.changes()).isEqualTo(logged);
    return logged;
  }

  private static Change knob(String plugin, String name, Object value) {
    return Change.knobs(PluginKind.SOURCE, plugin, Map.of(name, value));
  }

  @Test
  void aSharedKernelKnobFollows() {
    assertThat(apply(knobbedLab(), knob("wide", "shared", 10)))
        .extracting(LoggedChange::outcome)
        .containsExactly("done");
    assertThat(log).containsExactly("WideKnobs 10", "NarrowKnobs 10");
  }

  @Test
  void aSharedKnobThatOneRefusesChangesForNobody() {
    List<LoggedChange> logged =
        apply(
            knobbedLab(),
            knob("wide", "shared", 11),
            knob("wide", "fixed", 2),
            knob("wide", "shared", 101),
            knob("wide", "unknown", 1));

    assertThat(logged.get(0).outcome()).startsWith("refused: knob 'common' is '11'");
    assertThat(logged.get(1).outcome()).contains("cannot change while the run goes on");
    assertThat(logged.get(2).outcome()).contains("from 0 to 100");
    assertThat(logged.get(3).outcome()).contains("unknown knob 'unknown'");
    assertThat(log).isEmpty();
  }

  @Test
  void whatCannotBeDoneIsRefusedWithTheReasonAndTheRunGoesOn() {
    Lab lab =
        new Lab()
            .source("a", context -> {})
            .steadyEngine(1)
            .offer(PluginKind.SOURCE, "b", () -> Lab.aSource(context -> {}))
            .offer(
                PluginKind.SOURCE,
                "mute",
                () ->
                    new HotnessSource() {
                      @Override
                      public SourceSpec spec() {
                        throw new IllegalStateException("no spec");
                      }

                      @Override
                      public void attach(SourceContext context) {}
                    });
    PluginSetting nobody = PluginSetting.of("nobody");

    List<LoggedChange> logged =
        apply(
            lab,
            Change.add(PluginKind.SOURCE, nobody),
            Change.add(PluginKind.SOURCE, PluginSetting.of("a")),
            Change.remove(PluginKind.SOURCE, "b"),
            Change.swap(PluginKind.SOURCE, "a", nobody),
            Change.swap(PluginKind.SOURCE, "nobody", PluginSetting.of("b")),
            Change.add(PluginKind.ENGINE, PluginSetting.of("steady")),
            Change.add(PluginKind.WORKLOAD, PluginSetting.of("uniform")),
            Change.add(PluginKind.SOURCE, PluginSetting.of("mute")),
            Change.add(PluginKind.SOURCE, new PluginSetting("b", Map.of("x", 1))),
            Change.add(PluginKind.SOURCE, PluginSetting.of("b")));

    assertThat(logged.subList(0, 9))
        .allSatisfy(change -> assertThat(change.outcome()).startsWith("refused: "));
    assertThat(logged.get(7).outcome()).contains("source 'mute' threw IllegalStateException");
    assertThat(logged.get(9).outcome()).isEqualTo("done");
  }

  @Test
  void aChangeWithoutItsPartsCannotBeMade() {
    assertThatThrownBy(() -> new Change(Change.Action.ADD, PluginKind.SOURCE, null, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Change(Change.Action.REMOVE, PluginKind.SOURCE, null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static PluginSetting[] settings(String... names) {
    return java.util.Arrays.stream(names).map(PluginSetting::of).toArray(PluginSetting[]::new);
  }

  private static Lab lettered() {
    Lab lab = new Lab().source("a", context -> {}).source("b", context -> {});
    for (String name : List.of("c", "d")) {
      lab.offer(PluginKind.SOURCE, name, () -> Lab.aSource(context -> {}));
    }
    return lab;
  }

  private static ScriptedChange sources(long atNs, String... names) {
    return new ScriptedChange(
        new ScriptedChange.AtTime(atNs), List.of(settings(names)), null, null);
  }

  @Test
  void scriptedListsHoldFromTheirTimeOn() {
    RunResult result =
        lettered()
            .change(sources(1_000_000, "b", "a"))
            .change(sources(1_500_000, "c", "a"))
            .change(sources(2_000_000, "a"))
            .change(sources(2_200_000, "d", "c", "b", "a"))
            .change(sources(2_400_000))
            .run();

    assertThat(result.phases())
        .extracting(Summary::sources)
        .containsExactly(
            List.of("a", "b"),
            List.of("b", "a"),
            List.of("c", "a"),
            List.of("a"),
            List.of("d", "c", "b", "a"),
            List.of());
    assertThat(result.phases())
        .extracting(Summary::fromNs)
        .containsExactly(0L, 1_000_000L, 1_500_000L, 2_000_000L, 2_200_000L, 2_400_000L);
    assertThat(result.changes()).allMatch(change -> change.outcome().equals("done"));
  }

  @Test
  void whatStaysInAScriptedListStaysAttached() {
    List<String> attached = new ArrayList<>();
    Lab lab =
        new Lab()
            .source("a", context -> attached.add("a"))
            .offer(PluginKind.SOURCE, "b", () -> Lab.aSource(context -> attached.add("b")));
    lab.change(sources(1_000_000, "b", "a")).run();

    assertThat(attached).containsExactly("a", "b");
  }

  @Test
  void aPluginThatIsGoneWhenTheScriptWantsItIsLeftOut() {
    Lab lab = new Lab();
    lab.source(
            "a",
            context ->
                context
                    .kthread("k")
                    .after(
                        500_000,
                        () -> {
                          lab.withhold(PluginKind.SOURCE, "c");
                        }))
        .source("b", context -> {})
        .offer(PluginKind.SOURCE, "c", () -> Lab.aSource(context -> {}))
        .offer(PluginKind.SOURCE, "d", () -> Lab.aSource(context -> {}));

    RunResult result = lab.change(sources(1_000_000, "c", "a", "d")).run();

    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.changes()).filteredOn(c -> c.outcome().startsWith("refused")).hasSize(1);
    assertThat(result.phases().get(result.phases().size() - 1).sources()).containsExactly("a", "d");
  }

  @Test
  void aListThatNamesAPluginTwiceIsRefusedBeforeTheRun() {
    assertThatThrownBy(() -> lettered().change(sources(1, "c", "c")).run())
        .hasMessage("source 'c' is listed twice");
  }

  @Test
  void aShareIsReachedWhenItsAccessesAreMade() {
    RunResult result =
        new Lab()
            .source("a", context -> {})
            .change(new ScriptedChange(new ScriptedChange.AtShare(0.5), List.of(), null, null))
            .run();

    // Noticed at the end of a step: 3,636 accesses of 275 ns a millisecond.
    assertThat(result.phases().get(0).accesses()).isBetween(10_000L, 13_700L);
    assertThat(result.phases().get(1).sources()).isEmpty();
  }

  @Test
  void aWithdrawnServiceIsReleasedBeforeTheCallReturnsAndComesBackWhenOffered() {
    List<Object> instances = new ArrayList<>();
    Lab lab = new Lab();
    lab.offer(
            PluginKind.SOURCE,
            "a",
            () -> {
              HotnessSource source = Lab.aSource(context -> {});
              instances.add(source);
              return source;
            })
        .list(PluginKind.SOURCE, PluginSetting.of("a"));
    Simulation simulation = lab.simulation();
    CompletableFuture<RunResult> running = startPaused(simulation);
    // Instances that were only asked for their spec are back already.
    Object used =
        instances.stream().filter(one -> !lab.released.contains(one)).findFirst().orElseThrow();

    simulation.withdraw(used);
    assertThat(lab.released).contains(used);
    assertThat(simulation.snapshot().phases().get(0).sources()).isEmpty();
    simulation.offer(PluginKind.SOURCE, "a");
    simulation.request(Change.add(PluginKind.SOURCE, PluginSetting.of("a")), "test").join();
    simulation.resume();

    RunResult result = running.join();
    assertThat(result.changes())
        .extracting(change -> change.change().action() + " " + change.origin())
        .containsExactly("WITHDRAWN framework", "RESTORED framework", "ADD test");
    assertThat(result.changes().get(2).outcome()).contains("takes part already");
    assertThat(lab.released).containsAll(instances);
  }

  @Test
  void aWorkloadThatIsWithdrawnEndsTheRun() {
    List<Object> instances = new ArrayList<>();
    Lab lab = new Lab();
    lab.offer(
        PluginKind.WORKLOAD,
        "uniform",
        () -> {
          Object workload = new org.tierlab.sim.UniformWorkload();
          instances.add(workload);
          return workload;
        });
    Simulation simulation = lab.simulation();
    CompletableFuture<RunResult> running = startPaused(simulation);

    simulation.withdraw(instances.get(0));

    assertThat(lab.released).containsExactlyElementsOf(instances);
    RunResult result = running.join();
    assertThat(result.complete()).isFalse();
    assertThat(result.stopped()).isEqualTo("workload 'uniform' was withdrawn");
  }

  private static CompletableFuture<RunResult> startPaused(Simulation simulation) {
    simulation.pause();
    Change nothing = Change.remove(PluginKind.POLICY, "nobody");
    var first = simulation.request(nothing, "sync");
    CompletableFuture<RunResult> running =
        CompletableFuture.supplyAsync(() -> withoutSync(Lab.run(simulation)));
    first.join();
    return running;
  }

  /** Drops the change that only served to find out that the run is there. */
  private static RunResult withoutSync(RunResult result) {
    return new RunResult(
        result.seed(),
        result.complete(),
        result.stopped(),
        result.simulatedNs(),
        result.runtimeNs(),
        result.accessUnit(),
        result.total(),
        result.phases(),
        result.nodes(),
        result.processes(),
        result.vmstat(),
        result.changes().stream().filter(change -> !change.origin().equals("sync")).toList(),
        result.participants(),
        result.quarantined(),
        result.invariants(),
        result.hash(),
        result.wallNs());
  }

  @Test
  void aPausedRunStepsAndGoesOn() {
    Simulation simulation = new Lab().simulation();
    CompletableFuture<RunResult> running = startPaused(simulation);
    assertThat(simulation.snapshot().simulatedNs()).isZero();

    simulation.step(2_000_000);
    awaitNs(simulation, 2_000_000);
    simulation.step(1);
    awaitNs(simulation, 3_000_000);
    assertThat(simulation.snapshot().complete()).isFalse();
    simulation.resume();

    assertThat(running.join().complete()).isTrue();
    assertThat(running.join().runtimeNs()).isEqualTo(new Lab().run().runtimeNs());
  }

  /** The run is paused again once the clock says so; it goes no further. */
  private static void awaitNs(Simulation simulation, long ns) {
    while (simulation.snapshot().simulatedNs() < ns) {
      Thread.onSpinWait();
    }
    simulation.request(Change.remove(PluginKind.POLICY, "nobody"), "sync").join();
    assertThat(simulation.snapshot().simulatedNs()).isEqualTo(ns);
  }

  @Test
  void aStoppedRunHasAPartialResultWithoutHash() {
    Simulation simulation = new Lab().simulation();
    CompletableFuture<RunResult> running = startPaused(simulation);
    simulation.stop("Ctrl-C");

    RunResult result = running.join();
    assertThat(result.complete()).isFalse();
    assertThat(result.stopped()).isEqualTo("Ctrl-C");
    assertThat(result.hash()).isEmpty();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThatThrownBy(
            () -> simulation.request(Change.remove(PluginKind.SOURCE, "a"), "late").get())
        .hasMessageContaining("over");
  }
}
