package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.sim.Lab;
import org.tierlab.sim.Machines;
import org.tierlab.sim.result.RunResult;

class SchedulerTest {
  private static RunResult run(int tasks) {
    return new Lab()
        .machine(Machines.twoNodes(4096, 4096, 2))
        .uniform(Map.of("tasks", tasks, "node", 0, "accesses", 100_000L))
        .run();
  }

  @Test
  void theCpuOfATaskThatIsThroughTakesOneOfTheOthers() {
    double alone = run(1).total().cpuNs().get("task:user");
    RunResult three = run(3);

    assertThat(three.invariants()).isEqualTo("ok");
    // Two share a CPU until the third is through; then each has its own. Without pulling, twice.
    double elapsedNs = three.total().cpuNs().values().stream().mapToDouble(ns -> ns).sum() / 2;
    assertThat(elapsedNs).isBetween(1.45 * alone, 1.65 * alone);
  }
}
