package __PACKAGE__;

import static org.assertj.core.api.Assertions.assertThat;

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
  void itRunsToItsEnd() {
    RunResult result = simulation.run(Map.of("size", 8 << 20, "accesses", 100_000));
    assertThat(result.total().accesses()).isEqualTo(200_000);
  }
}
