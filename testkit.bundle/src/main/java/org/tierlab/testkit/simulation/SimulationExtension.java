package org.tierlab.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tierlab.testkit.simulation.ResultAssert.assertThatResult;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.tierlab.sim.result.RunResult;

/**
 * Runs the plug-in under test in small simulations. After each test every run of it is held against
 * what any run promises: it came to its end, the invariants hold, nobody was put into quarantine,
 * and the same again gives the same hash.
 *
 * <pre>{@code
 * @RegisterExtension
 * private final SimulationExtension simulation = new SimulationExtension(MyComponent::new);
 *
 * @Test
 * void itPromotes() {
 *   RunResult result = simulation.run(Map.of("hot_threshold", 2));
 *   assertThatResult(result).countedAtLeast("pgpromote_success", 500);
 * }
 * }</pre>
 */
public final class SimulationExtension implements AfterEachCallback {
  private final Supplier<?> plugin;
  private final Map<SmallSimulation, RunResult> runs = new LinkedHashMap<>();

  /**
   * For a plug-in.
   *
   * @param plugin makes its component
   */
  public SimulationExtension(Supplier<?> plugin) {
    this.plugin = plugin;
  }

  /**
   * A simulation with the plug-in in it, to be changed and given to {@link #run(SmallSimulation)}.
   *
   * @param knobs values by knob name; others take their defaults
   * @return not yet run
   */
  public SmallSimulation with(Map<String, ?> knobs) {
    return new SmallSimulation().with(plugin, knobs);
  }

  /**
   * Runs the plug-in.
   *
   * @param knobs values by knob name; others take their defaults
   * @return what came of it
   */
  public RunResult run(Map<String, ?> knobs) {
    return run(with(knobs));
  }

  /**
   * Runs a simulation.
   *
   * @param simulation what to run
   * @return what came of it
   */
  public RunResult run(SmallSimulation simulation) {
    RunResult result = simulation.run();
    runs.put(simulation, result);
    return result;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Map<SmallSimulation, RunResult> made = new LinkedHashMap<>(runs);
    runs.clear();
    made.forEach(
        (simulation, result) -> {
          assertThatResult(result).isSound();
          assertThat(simulation.run().hash())
              .describedAs("hash of the same run")
              .isEqualTo(result.hash());
        });
  }
}
