package org.tierlab.command.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tierlab.command.TestPlugins;
import org.tierlab.command.report.Json;

class ExperimentSchemaTest {

  private static final String HEAD =
      """
      machine:
        nodes:
          - {kind: dram, capacity: 8 MiB, latency: 100 ns, bandwidth: 72 GB/s, cpus: 4}
        costs: {hint_fault_ns: 1000}
        distances: [[10]]
      """;

  private final JsonSchema schema =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Json.pretty(ExperimentSchema.of(new TestPlugins())));

  private Set<ValidationMessage> problems(String yaml) {
    return schema.validate(yaml, InputFormat.YAML);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "workload: {name: replay, threads: 2, repeat: 3, pte_a_scan_scale: 1}",
        "workload: {name: replay, threads: 2}\nsources: [scan, {name: scan, period_ms: 2 s}]",
        "workload: {name: replay, threads: 2}\nsources: [{name: scan, period_ms: 2000}]",
        "workload: {name: replay, threads: 2}\nengine: none\nlimit: none",
        "workload: [{name: replay, threads: 2, start: 10 s}, {name: mine}, other]",
        "workload: {name: mine, anything: 3}\nsources: [mine]",
        "workload: {name: replay, threads: 2}\nswaps: [{at: 50 %, engine: dma}]\nlimit: 3 s",
      })
  void takesWhatTheReaderTakes(String tail) {
    assertThat(problems(HEAD + tail)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "workload: {name: replay}",
        "workload: []",
        "workload: [{name: replay}]",
        "workload: {name: replay, threads: 2, start: 10}",
        "workload: {name: replay, threads: 65}",
        "workload: {name: replay, threads: 2}\nsources: [{name: scan, period_ms: 99}]",
        "workload: {name: replay, threads: 2}\nsources: [{name: scan, period_ms: 2 MiB}]",
        "workload: {name: replay, threads: 2}\nsources: [{name: scan, periods: 2}]",
        "workload: {name: replay, threads: 2}\nsources: scan",
        "workload: {name: replay, threads: 2}\nswaps: [{at: 50 %}]",
        "workload: {name: replay, threads: 2}\nswaps: [{at: 50, engine: dma}]",
        "workload: {name: replay, threads: 2}\nruns: 0",
        "workload: {name: replay, threads: 2}\nspeed: 0",
        "sources: []",
      })
  void refusesWhatTheReaderRefuses(String tail) {
    assertThat(problems(HEAD + tail)).isNotEmpty();
  }

  @Test
  void describesKnobs() throws Exception {
    JsonNode root = new ObjectMapper().readTree(Json.line(ExperimentSchema.of(new TestPlugins())));
    JsonNode period = root.at("/$defs/source/anyOf/1/properties/period_ms");
    assertThat(period.get("description").asText())
        .isEqualTo("Period. In ms where no unit is written.");
    assertThat(period.get("default").asInt()).isEqualTo(400);
    assertThat(period.get("minimum").asInt()).isEqualTo(100);
    assertThat(period.get("maximum").asInt()).isEqualTo(5000);
  }
}
