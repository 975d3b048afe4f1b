package __PACKAGE__;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tierlab.testkit.simulation.ResultAssert.assertThatResult;

import __PACKAGE__.component.__CLASS__Component;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tierlab.sim.result.RunResult;
import org.tierlab.testkit.simulation.SimulationExtension;

/**
 * In the simulator itself. After each test the extension checks that the run came to its end, that its
 * accounting adds up, that nobody was quarantined, and that the same again gives the same hash.
 */
class __CLASS__SimulationTest {
  @RegisterExtension
  private final SimulationExtension simulation = new SimulationExtension(__CLASS__Component::new);

  @Test
  void foliosArriveAndTheSetUpTakesTime() {
    RunResult quick = simulation.run(Map.of("setup_ns", 0));
    RunResult slow = simulation.run(Map.of("setup_ns", 1_000_000));
    assertThatResult(quick).countedAtLeast("pgpromote_success", 256);
    assertThatResult(slow).countedAtLeast("pgpromote_success", 256);
    assertThat(slow.hash()).isNotEqualTo(quick.hash());
  }

  @Test
  void itMayLeaveWhileARunGoesOn() {
    RunResult result = simulation.run(simulation.with(Map.of()).detachedAt(200_000_000));
    assertThatResult(result).isSound();
  }
}
