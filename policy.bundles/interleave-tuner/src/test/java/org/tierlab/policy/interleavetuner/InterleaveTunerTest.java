package org.tierlab.policy.interleavetuner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tierlab.testkit.SimulatedTime.millis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.policy.interleavetuner.component.InterleaveTunerComponent;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeRun;

/** Looks once in 100 ms; counters of the nodes are turned by hand. */
class InterleaveTunerTest {
  record SchemeKnobs(
      @Knob(value = "0", about = "Home.") int dest0Id,
      @Knob(value = "1", min = 0, max = 100, about = "Share.") int dest0Weight,
      @Knob(value = "1", about = "The other.") int dest1Id,
      @Knob(value = "0", min = 0, max = 100, about = "Share.") int dest1Weight) {}

  private final FakeMachine machine = new FakeMachine().dram(8192, 1).cxl(8192);
  private final FakeRun run = new FakeRun(machine, 1);
  private final List<String> seen = new ArrayList<>();

  /** A policy with the knobs of a scheme that tells when they change. */
  private final class Scheme implements PromotionPolicy {
    @Override
    public PolicySpec spec() {
      return new PolicySpec(SchemeKnobs.class, Set.of());
    }

    @Override
    public void attach(PolicyContext context) {
      var knobs = context.knobs(SchemeKnobs.class);
      knobs.onChange(() -> seen.add(knobs.get().dest0Weight() + ":" + knobs.get().dest1Weight()));
    }
  }

  private void attach(Map<String, ?> knobs) {
    run.attach(new Scheme(), Map.of());
    Map<String, Object> all = new HashMap<>(Map.of("scheme", "policy-0", "interval_ms", 100));
    all.putAll(knobs);
    run.attach(new InterleaveTunerComponent(), all);
  }

  /** Lets a look pass during which the nodes were used so much. */
  private void look(double homeGBps, double otherGBps) {
    machine.node(0).traffic((long) (homeGBps * millis(100)));
    machine.node(1).traffic((long) (otherGBps * millis(100)));
    run.advanceBy(millis(100) + 20_000);
  }

  private String last() {
    return seen.isEmpty() ? "none" : seen.get(seen.size() - 1);
  }

  @Test
  void weightsSpreadWhileHomeIsBusyAndComeBackAfterwards() {
    attach(Map.of("settle_intervals", 0));
    look(70, 0);
    assertThat(last()).isEqualTo("3:1");
    look(72, 24);
    assertThat(last()).as("another part would not fit").isEqualTo("3:1");
    look(30, 10);
    assertThat(last()).isEqualTo("4:0");
    int changes = seen.size();
    look(30, 0);
    look(30, 0);
    assertThat(seen).hasSize(changes);
    assertThat(run.counter("interleave_parts_spread")).isEqualTo(1);
    assertThat(run.counter("interleave_parts_home")).isEqualTo(1);
  }

  @Test
  void afterAChangeItWaits() {
    attach(Map.of("parts", 8, "settle_intervals", 2));
    look(72, 0);
    assertThat(last()).isEqualTo("7:1");
    look(72, 5);
    look(72, 5);
    assertThat(last()).isEqualTo("7:1");
    look(72, 5);
    assertThat(last()).isEqualTo("6:2");
  }

  @Test
  void nothingComesHomeToAFullNode() {
    attach(Map.of("settle_intervals", 0));
    look(70, 0);
    machine.node(0).leaveFree(machine.node(0).highWatermark());
    look(10, 3);
    assertThat(last()).isEqualTo("3:1");
    machine.node(0).leaveFree(machine.node(0).highWatermark() + 1);
    look(10, 3);
    assertThat(last()).isEqualTo("4:0");
  }

  @Test
  void withoutItsSchemeItWaits() {
    run.attach(new InterleaveTunerComponent(), Map.of("interval_ms", 100));
    look(72, 0);
    assertThat(run.kthread("interleave-tuner").chargedNs()).isEqualTo(20_000);
    assertThat(seen).isEmpty();
  }

  @Test
  void marksThatLeaveNoZoneBetweenThemAreRefused() {
    KnobSet<InterleaveTunerKnobs> set = KnobSet.of(InterleaveTunerKnobs.class);
    assertThatThrownBy(() -> set.bind(Map.of("low_percent", 75)))
        .isInstanceOf(KnobException.class)
        .hasMessageContaining("low_percent");
    assertThat(set.bind(Map.of("low_percent", 74.9)).lowPercent()).isEqualTo(74.9);
  }
}
