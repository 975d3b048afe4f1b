package org.tierlab.command.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.tierlab.command.FakeSimulation;
import org.tierlab.command.TestRuns;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.result.RunResult;

class ProgressLineTest {
  private final StringWriter text = new StringWriter();
  private long nowNs;

  @Test
  void saysWhatIsDoneAndWhatIsLeft() {
    RunResult result = TestRuns.complete(1, 1_000_000_000);
    Simulation simulation = Mockito.mock(FakeSimulation.class);
    Mockito.when(simulation.snapshot()).thenReturn(result);
    Mockito.when(simulation.expectedAccesses()).thenReturn(2 * result.total().accesses());
    try (ProgressLine line = new ProgressLine(new PrintWriter(text), () -> nowNs)) {
      nowNs = 90_000_000_000L;
      line.at(1, 2, List.of(simulation));
      assertThat(text.toString())
          .contains("run 1 of 2 done  [##################......]  75 %")
          .endsWith(", 0:30 left");
    }
    assertThat(text.toString()).endsWith("\r\u001b[K");
  }
}
