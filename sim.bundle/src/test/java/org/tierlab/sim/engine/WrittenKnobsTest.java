package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.SourceSpec;
import org.tierlab.api.knob.Knob;
import org.tierlab.api.time.Kthread;
import org.tierlab.sim.Lab;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.result.Participant;
import org.tierlab.sim.result.RunResult;

/** Knobs that a plug-in sets at another. */
@Timeout(60)
class WrittenKnobsTest {
  private static final long PERIOD_NS = 300_000;

  record TunedKnobs(
      @Knob(value = "0", min = 0, max = 3, kernel = "/sys/x/N/level", about = "Level.") int level,
      @Knob(value = "1", min = 0, max = 9, about = "Other.") int other) {}

  private final List<String> seen = new ArrayList<>();

  private HotnessSource tuned() {
    return new HotnessSource() {
      @Override
      public SourceSpec spec() {
        return new SourceSpec(TunedKnobs.class, Set.of());
      }

      @Override
      public void attach(SourceContext context) {
        var knobs = context.knobs(TunedKnobs.class);
        knobs.onChange(() -> seen.add(context.nowNs() + " " + knobs.get().level()));
      }
    };
  }

  /** A policy that raises the level of a source once a period until that is refused. */
  private Lab lab() {
    return new Lab()
        .offer(PluginKind.SOURCE, "tuned", this::tuned)
        .list(PluginKind.SOURCE, new PluginSetting("mine", "tuned", Map.of()))
        .list(PluginKind.SOURCE, new PluginSetting("yours", "tuned", Map.of()))
        .policy(
            "tuner",
            context -> {
              Kthread thread = context.kthread("tuner");
              class Loop implements Runnable {
                @Override
                public void run() {
                  Map<String, Object> knobs = context.knobsOf("mine");
                  int level = knobs == null ? 0 : (Integer) knobs.get("level");
                  if (level < 9 && thread.nowNs() < 4 * PERIOD_NS + PERIOD_NS / 2) {
                    context.setKnobs("mine", Map.of("level", level + 1));
                    assertThat(context.knobsOf("mine")).as("not yet").isEqualTo(knobs);
                  }
                  assertThat(context.knobsOf("nobody")).isNull();
                  thread.after(PERIOD_NS, this);
                }
              }
              thread.after(PERIOD_NS, new Loop());
            });
  }

  private static Map<String, Object> knobs(RunResult result, String name) {
    return result.participants().stream()
        .filter(one -> one.name().equals(name))
        .map(Participant::knobs)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void takeEffectAtTheNextSafePointAndAreLogged() {
    RunResult result = lab().run();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.quarantined()).isEmpty();
    assertThat(result.changes())
        .extracting(logged -> logged.origin() + ": " + logged.outcome())
        .containsExactly(
            "policy tuner: done",
            "policy tuner: done",
            "policy tuner: done",
            "policy tuner: refused: knob 'level' is '4', expected a whole number from 0 to 3");
    assertThat(seen).hasSize(3).last().asString().endsWith(" 3");
    assertThat(result.changes().get(0).atNs()).isBetween(PERIOD_NS, PERIOD_NS + 1_000_000);
    assertThat(knobs(result, "mine")).containsEntry("level", 3);
    assertThat(knobs(result, "yours")).as("a knob of its own").containsEntry("level", 0);
    assertThat(result.phases()).as("a knob begins no phase").hasSize(1);
  }

  @Test
  void areRepeatedByThePluginItselfInAReplay() {
    Simulation first = lab().simulation();
    var asked =
        first.request(Change.knobs(PluginKind.SOURCE, "yours", Map.of("other", 7)), "shell");
    RunResult result = Lab.run(first);
    assertThat(asked.join().outcome()).isEqualTo("done");
    List<LoggedChange> log = result.changes();
    assertThat(log).hasSize(5);
    seen.clear();
    Simulation again = lab().simulation();
    again.replay(log);
    RunResult replayed = Lab.run(again);
    assertThat(replayed.hash()).isEqualTo(result.hash()).isNotEmpty();
    assertThat(replayed.changes()).hasSize(5);
    assertThat(seen).hasSize(4);
  }

  @Test
  void toNobodyAreRefused() {
    RunResult result =
        new Lab()
            .policy(
                "tuner",
                context -> {
                  Kthread thread = context.kthread("tuner");
                  thread.after(0, () -> context.setKnobs("none", Map.of("level", 1)));
                })
            .run();
    assertThat(result.changes())
        .extracting(LoggedChange::outcome)
        .containsExactly("refused: the run has no policy 'none'; it has [tuner]");
  }
}
