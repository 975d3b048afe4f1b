package org.tierlab.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.tierlab.command.report.Json;

class PluginsCommandTest extends CommandLineFixture {

  @Test
  void tables() {
    assertThat(execute("plugins")).isZero();
    assertThat(out())
        .startsWith(
            """
            source scan  (org.example.scan 1.2.0)
              period_ms     400 ms         from 100 to 5000 ms             Period.
              scan_size_mb  256 MiB        from 1 to 4096 MiB              Size.
              cpu           12.5 %         from 0 to 100 %                 CPU.
              batch         512 pages      of at least 1 pages             Batch.
              skip_huge     true           true or false                   Skips huge pages.
              order         address-order  one of [address-order, random]  Order.

            source hint  (org.example.hint 1.2.0)
              numa_balancing  1  from 0 to 3  Mode. [kernel.numa_balancing]
            """);
  }

  @Test
  void document() throws Exception {
    assertThat(execute("plugins", "--json")).isZero();
    JsonNode document = new ObjectMapper().readTree(Json.line(Json.read(out())));
    JsonNode scan = document.at("/plugins/0");
    assertThat(scan.get("kind").asText()).isEqualTo("source");
    assertThat(scan.get("version").asText()).isEqualTo("1.2.0");
    assertThat(scan.at("/knobs/0/name").asText()).isEqualTo("period_ms");
    assertThat(scan.at("/knobs/0/unit").asText()).isEqualTo("ms");
    assertThat(scan.at("/knobs/0/min").asDouble()).isEqualTo(100);
    assertThat(document.get("plugins")).hasSize(7);
  }
}
