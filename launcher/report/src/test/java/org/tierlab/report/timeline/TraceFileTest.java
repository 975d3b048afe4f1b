package org.tierlab.report.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tierlab.report.figure.Mark;
import org.tierlab.sim.recording.Timeline.Lane;

class TraceFileTest {
  private static JsonNode written() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TraceFile file = new TraceFile(out)) {
      file.span(Lane.KTHREAD, "kmmscand", "kmmscand", 2_000_000, 5_500_000, 0);
      file.span(Lane.DEVICE, "dma0", "copy", 6_000_000, 7_000_000, 512);
      file.finish(List.of(new Mark(0.5, "swap abit → numab")));
    }
    return new ObjectMapper().readTree(out.toByteArray()).get("traceEvents");
  }

  private static JsonNode event(JsonNode events, String phase, String name) {
    for (JsonNode event : events) {
      if (event.get("ph").asText().equals(phase)
          && (event.get("name").asText().equals(name)
              || event.path("args").path("name").asText().equals(name))) {
        return event;
      }
    }
    throw new AssertionError(phase + " " + name + " is not in " + events);
  }

  @Test
  void spansAreCompleteEventsInMicroseconds() throws IOException {
    JsonNode scan = event(written(), "X", "kmmscand");
    assertThat(scan.get("ts").asDouble()).isEqualTo(2);
    assertThat(scan.get("dur").asDouble()).isEqualTo(3.5);
    assertThat(event(written(), "X", "copy").get("args").get("pages").asInt()).isEqualTo(512);
  }

  @Test
  void everyMemberOfALaneIsAThreadWithAName() throws IOException {
    JsonNode events = written();
    JsonNode channel = event(events, "M", "dma0");
    JsonNode copy = event(events, "X", "copy");
    assertThat(channel.get("tid")).isEqualTo(copy.get("tid"));
    assertThat(channel.get("pid")).isEqualTo(copy.get("pid"));
    assertThat(event(events, "M", "copies by devices").get("pid")).isEqualTo(copy.get("pid"));
  }

  @Test
  void exchangesAreShownAcrossAllLanes() throws IOException {
    JsonNode swap = event(written(), "i", "swap abit → numab");
    assertThat(swap.get("ts").asDouble()).isEqualTo(500_000);
    assertThat(swap.get("s").asText()).isEqualTo("g");
  }

  @Test
  void whatOverlapsIsOnThreadsOfItsOwn() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TraceFile file = new TraceFile(out)) {
      file.span(Lane.COPY, "kcopyd", "first", 0, 2_000_000, 1);
      file.span(Lane.COPY, "kcopyd", "within", 1_999_999, 3_000_000, 1);
      file.span(Lane.COPY, "kcopyd", "after", 2_000_000, 2_500_000, 1);
      file.span(Lane.COPY, "kcopyd", "earlier", 1_000_000, 1_500_000, 1);
      file.finish(List.of());
    }
    JsonNode events = new ObjectMapper().readTree(out.toByteArray()).get("traceEvents");
    JsonNode first = event(events, "X", "first").get("tid");
    assertThat(event(events, "X", "after").get("tid")).isEqualTo(first);
    assertThat(event(events, "M", "kcopyd").get("tid")).isEqualTo(first);
    assertThat(event(events, "X", "within").get("tid"))
        .isEqualTo(event(events, "M", "kcopyd (2)").get("tid"));
    assertThat(event(events, "X", "earlier").get("tid"))
        .isEqualTo(event(events, "M", "kcopyd (3)").get("tid"));
  }

  @Test
  void timesOfLongRunsAreExact() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TraceFile file = new TraceFile(out)) {
      file.span(Lane.TASK, "t", "fault", 1_000_000_000_000_000_001L, 1_000_000_000_000_000_002L, 0);
      file.finish(List.of());
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("\"ts\":1000000000000.000001,\"dur\":0.000001");
  }
}
