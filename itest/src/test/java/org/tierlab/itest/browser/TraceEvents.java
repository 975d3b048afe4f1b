package org.tierlab.itest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file of Chrome's trace-event format (Trace Event Format, Google, 2016: complete events {@code
 * X}, instants {@code i}, metadata {@code M}), held to its rules.
 */
final class TraceEvents {
  private final Map<Integer, String> processes = new HashMap<>();
  private final Map<String, String> threads = new HashMap<>();
  private final List<JsonNode> spans = new ArrayList<>();
  private final List<String> instants = new ArrayList<>();

  private TraceEvents() {}

  static TraceEvents checked(Path file) throws IOException {
    ObjectMapper mapper =
        new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    JsonNode root = mapper.readTree(file.toFile());
    assertThat(root.get("displayTimeUnit").asText()).isEqualTo("ns");
    TraceEvents trace = new TraceEvents();
    for (JsonNode event : root.get("traceEvents")) {
      trace.add(event);
    }
    trace.check();
    return trace;
  }

  private static String thread(JsonNode event) {
    return event.get("pid").asInt() + "/" + event.get("tid").asInt();
  }

  private void add(JsonNode event) {
    assertThat(event.get("name").asText()).isNotEmpty();
    switch (event.get("ph").asText()) {
      case "X" -> spans.add(event);
      case "i" -> {
        assertThat(event.get("s").asText()).isIn("g", "p", "t");
        assertThat(event.get("ts").decimalValue()).isNotNegative();
        instants.add(event.get("name").asText());
      }
      case "M" -> {
        String name = event.at("/args/name").asText();
        if (event.get("name").asText().equals("process_name")) {
          assertThat(processes.put(event.get("pid").asInt(), name)).isNull();
        } else {
          assertThat(event.get("name").asText()).isEqualTo("thread_name");
          assertThat(threads.put(thread(event), name)).isNull();
        }
      }
      default -> throw new AssertionError("unknown phase: " + event);
    }
  }

  /** Names are complete and unique; spans of a thread are in order and do not overlap. */
  private void check() {
    assertThat(new HashSet<>(processes.values())).hasSameSizeAs(processes.keySet());
    Map<String, BigDecimal> ends = new HashMap<>();
    for (JsonNode span : spans) {
      assertThat(processes).containsKey(span.get("pid").asInt());
      assertThat(threads).containsKey(thread(span));
      BigDecimal from = span.get("ts").decimalValue();
      BigDecimal length = span.get("dur").decimalValue();
      assertThat(length).isNotNegative();
      assertThat(from).isGreaterThanOrEqualTo(ends.getOrDefault(thread(span), BigDecimal.ZERO));
      ends.put(thread(span), from.add(length));
    }
  }

  private List<JsonNode> of(String process) {
    return spans.stream()
        .filter(span -> process.equals(processes.get(span.get("pid").asInt())))
        .toList();
  }

  /** What threads of a process did. */
  Set<String> names(String process) {
    Set<String> names = new HashSet<>();
    of(process).forEach(span -> names.add(span.get("name").asText()));
    return names;
  }

  /** The threads of a process that did anything. */
  Set<String> threads(String process) {
    Set<String> found = new HashSet<>();
    of(process).forEach(span -> found.add(threads.get(thread(span))));
    return found;
  }

  /** Base pages of all spans of a process. */
  long pages(String process) {
    return of(process).stream().mapToLong(span -> span.at("/args/pages").asLong()).sum();
  }

  List<String> instants() {
    return instants;
  }
}
