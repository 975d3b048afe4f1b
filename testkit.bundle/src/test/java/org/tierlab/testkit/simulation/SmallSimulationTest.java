package org.tierlab.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tierlab.testkit.simulation.ResultAssert.assertThatResult;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.tierlab.api.PluginName;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.sim.result.RunResult;

class SmallSimulationTest {

  /** Fails at its first work. */
  @PluginName(name = "failing")
  static final class Failing implements PromotionPolicy {
    @Override
    public PolicySpec spec() {
      return new PolicySpec(TouchedGoUp.NoKnobs.class, Set.of());
    }

    @Override
    public void attach(PolicyContext context) {
      context
          .kthread("kfail")
          .after(
              1_000_000,
              () -> {
                throw new IllegalStateException("on purpose");
              });
    }
  }

  @Test
  void promotionMakesItFasterAndLeavesItSound() {
    RunResult still = new SmallSimulation().withoutPolicy().run();
    RunResult moved = new SmallSimulation().run();
    assertThatResult(still).isSound().counted("pgpromote_success", 0);
    assertThatResult(moved).isSound().countedAtLeast("pgpromote_success", 256).isFasterThan(still);
    assertThatThrownBy(() -> assertThatResult(still).isFasterThan(moved))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> assertThatResult(still).countedAtLeast("pgpromote_success", 1))
        .hasMessageContaining("at least 1, but it is 0");
  }

  @Test
  void theExtensionNoticesAPluginThatFails() {
    SimulationExtension extension = new SimulationExtension(Failing::new);
    extension.run(Map.of());
    assertThatThrownBy(() -> extension.afterEach(null))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("on purpose");
  }

  @Test
  void theExtensionAcceptsOneThatLeavesInMidRun() {
    SimulationExtension extension = new SimulationExtension(TouchedGoUp::new);
    RunResult result = extension.run(extension.with(Map.of()).detachedAt(200_000_000));
    assertThat(result.changes()).hasSize(2);
    extension.afterEach(null);
  }

  @Test
  void theBenchDividesByTheEventsThatItMeasured() {
    AtomicLong ns = new AtomicLong();
    EventBench bench = new EventBench(() -> ns.getAndAdd(8192));
    assertThat(bench.measure(new TouchedGoUp(), Map.of(), 4))
        .isEqualTo(new EventBench.Cost(8192, 1.0))
        .hasToString("8,192 events, 1.0 ns each");
  }

  @Test
  void theBenchMeasuresAllKinds() {
    AtomicLong ns = new AtomicLong();
    EventBench bench = new EventBench(() -> ns.getAndAdd(8192));
    assertThat(bench.measure(new TouchedPages(), Map.of(), 4))
        .as("pages to find")
        .isEqualTo(new EventBench.Cost(8192, 1.0));
    assertThat(bench.measure(new OneThreadCopy(), Map.of(), 4).events())
        .as("folios of two batches")
        .isEqualTo(2L * Math.min(512, new OneThreadCopy().batchPages()));
    assertThat(bench.measure(new HotTenth(), Map.of(), 4).events())
        .as("accesses")
        .isGreaterThanOrEqualTo(8192);
  }

  @Test
  void theBenchNeedsEnoughAccesses() {
    EventBench bench = new EventBench(System::nanoTime);
    assertThatThrownBy(() -> bench.measure(new HotTenth(), Map.of(), 1000))
        .hasMessageContaining("let it make more of them");
  }
}
