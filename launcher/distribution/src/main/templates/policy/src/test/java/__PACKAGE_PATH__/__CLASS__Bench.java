package __PACKAGE__;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.testkit.simulation.EventBench;
import __PACKAGE__.component.__CLASS__Component;

/**
 * What an event costs it in real time, on the machine at hand. Not a test: its name keeps it out of {@code verify};
 * {@code ./mvnw test -Dtest=__CLASS__Bench} prints the figure.
 */
class __CLASS__Bench {
  @Test
  void print() {
    EventBench bench = new EventBench(System::nanoTime);
    System.out.println("__NAME__: " + bench.measure(new __CLASS__Component(), Map.of(), 100));
  }
}
