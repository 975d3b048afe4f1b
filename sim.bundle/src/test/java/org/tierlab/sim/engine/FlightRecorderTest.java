package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tierlab.sim.Lab;

class FlightRecorderTest {
  @TempDir private Path folder;

  @Test
  void stagesAndStepsOfARunAreEvents() throws Exception {
    Path file = folder.resolve("run.jfr");
    long simulatedNs;
    try (Recording recording = new Recording()) {
      recording.enable("org.tierlab.Stage");
      recording.enable("org.tierlab.Step").withThreshold(Duration.ZERO);
      recording.start();
      simulatedNs = new Lab().run().simulatedNs();
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertThat(events)
        .filteredOn(event -> event.getEventType().getName().equals("org.tierlab.Stage"))
        .extracting(event -> event.getString("stage"))
        .containsExactlyInAnyOrder("build", "simulate", "oracle", "check");
    long lengthNs =
        events.stream()
            .filter(event -> event.getEventType().getName().equals("org.tierlab.Step"))
            .mapToLong(event -> event.getLong("lengthNs"))
            .sum();
    // Lengths are rounded to nanoseconds one by one.
    assertThat(lengthNs).isBetween(simulatedNs - 1_000, simulatedNs);
  }
}
